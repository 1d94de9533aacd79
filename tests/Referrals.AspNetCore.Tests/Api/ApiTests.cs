using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Referrals.AspNetCore.Tests.Hosting;
using Referrals.Tests;

namespace Referrals.AspNetCore.Tests.Api;

public sealed class ApiTests
{
    private static readonly CustomerId Ann = CustomerId.From("ann");
    private static readonly CustomerId Bob = CustomerId.From("bob-brown");

    [Theory]
    [InlineData("GET", "/referrals/api/me")]
    [InlineData("GET", "/referrals/api/me/friends")]
    [InlineData("GET", "/referrals/api/me/rewards")]
    [InlineData("POST", "/referrals/api/me/enrollment")]
    [InlineData("POST", "/referrals/api/me/shares")]
    [InlineData("POST", "/referrals/api/me/choices")]
    public async Task Nobody_reads_or_writes_without_being_signed_in(string method, string path)
    {
        await using var shop = await Shop.StartAsync();

        var answer = await shop.Browse().SendAsync(new HttpMethod(method), path, method == "POST" ? Json("{}") : null);

        await AssertProblemAsync(answer, HttpStatusCode.Unauthorized, "web.not_signed_in");
    }

    /// <summary>Which guard holds a friend is for the operator.</summary>
    [Fact]
    public async Task Participant_does_not_read_which_guard_holds_a_friend()
    {
        var program = ReferralProgram.Create("spring", p => p
            .Links("https://shop.example/r/{code}")
            .Guard(g => g.Against(Guard.ReferralsPerReferrer(1, TimePeriod.Days(1))).Reviewed(within: TimePeriod.Days(9), whenOverdue: WhenOverdue.Reject))
            .RewardReferrer(r => r.Flat(10, "EUR")));
        await using var shop = await Shop.StartAsync(program: program);
        var browser = shop.Browse().As("ann");
        var code = await ReadAsync(await browser.SendAsync(HttpMethod.Post, "/referrals/api/me/enrollment", Json("{}")));
        foreach (var friend in (CustomerId[])[Bob, CustomerId.From("carl")])
        {
            await shop.Engine.SignUpAsync(SignUp.Of(friend).WithCode(code["value"]!.GetValue<string>()));
            await shop.Engine.ConvertAsync(Conversion.Of(friend, $"order-of-{friend}", "purchase", Amount.Of(80, "EUR")));
        }

        var friends = await ReadAsync(await browser.GetAsync("/referrals/api/me/friends"));
        var rewards = await ReadAsync(await browser.GetAsync("/referrals/api/me/rewards"));

        Assert.Contains(friends["items"]!.AsArray(), static one => one!["stage"]!.GetValue<string>() == "Held");
        Assert.DoesNotContain("guard.", friends.ToJsonString() + rewards.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Participant_enrolls_and_reads_code_links_friends_and_rewards()
    {
        await using var shop = await Shop.StartAsync(o => o.ProductName = "Example Shop");
        var browser = shop.Browse().As("ann");

        var before = await ReadAsync(await browser.GetAsync("/referrals/api/me"));
        var code = await ReadAsync(await browser.SendAsync(HttpMethod.Post, "/referrals/api/me/enrollment", Json("{}")));
        var again = await ReadAsync(await browser.SendAsync(HttpMethod.Post, "/referrals/api/me/enrollment", Json("{}")));
        await shop.Engine.SignUpAsync(SignUp.Of(Bob).WithCode(code["value"]!.GetValue<string>()));
        await shop.Engine.ConvertAsync(Conversion.Of(Bob, "order-1", "purchase", Amount.Of(80, "EUR")));
        var me = await ReadAsync(await browser.GetAsync("/referrals/api/me"));
        var friends = await ReadAsync(await browser.GetAsync("/referrals/api/me/friends"));
        var rewards = await ReadAsync(await browser.GetAsync("/referrals/api/me/rewards"));

        Assert.False(before["isEnrolled"]!.GetValue<bool>());
        Assert.True(JsonNode.DeepEquals(code, again));
        Assert.True(JsonNode.DeepEquals(code, me["code"]));
        Assert.Equal(["copy", "whatsapp", "email", "sms", "x", "facebook", "linkedin"], me["share"]!.AsArray().Select(static one => one!["channel"]!.GetValue<string>()));
        Assert.Equal("""{"value":10,"unit":"EUR","text":"\u20AC10"}""", me["balances"]![0]!["available"]!.ToJsonString());
        Assert.Equal(("Rewarded", "2026-03-01"), (friends["items"]![0]!["stage"]!.GetValue<string>(), friends["items"]![0]!["since"]!.GetValue<string>()));
        Assert.Equal("Vested", rewards["items"]![0]!["stage"]!.GetValue<string>());

        // Neither ids of friends nor of their orders are anybody else's business.
        Assert.DoesNotContain("bob-brown", me.ToJsonString() + friends.ToJsonString() + rewards.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("order-1", me.ToJsonString() + friends.ToJsonString() + rewards.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Banned_referrer_reads_no_code_and_not_what_the_team_wrote()
    {
        await using var shop = await Shop.StartAsync();
        await shop.EnrollAsync("ann");
        await shop.Engine.SubmitAsync(ReferrerBan.Impose(Ann, "tried to cheat"));

        var me = await ReadAsync(await shop.Browse().As("ann").GetAsync("/referrals/api/me"));

        Assert.True(me["isBanned"]!.GetValue<bool>());
        Assert.Null(me["code"]);
        Assert.DoesNotContain("cheat", me.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_of_one_customer_never_meets_that_of_another()
    {
        await using var shop = await Shop.StartAsync();
        await shop.EnrollAsync("ann");
        await shop.EnrollAsync("bob-brown");

        var first = await ShareAsync(shop, "ann", "key-1", "whatsapp");
        var repeated = await ShareAsync(shop, "ann", "key-1", "whatsapp");
        var others = await ShareAsync(shop, "bob-brown", "key-1", "email");
        var misused = await ShareAsync(shop, "ann", "key-1", "sms");

        Assert.Equal("""{"code":"share.recorded","isRepeated":false}""", (await ReadAsync(first)).ToJsonString());
        Assert.Equal("""{"code":"share.recorded","isRepeated":true}""", (await ReadAsync(repeated)).ToJsonString());
        Assert.Equal("""{"code":"share.recorded","isRepeated":false}""", (await ReadAsync(others)).ToJsonString());
        await AssertProblemAsync(misused, HttpStatusCode.UnprocessableEntity, DecisionCodes.ShareDuplicate);
        Assert.Equal(2, (await shop.FactsAsync(FactKind.ShareRecorded)).Count);
    }

    /// <summary>Customers and keys that would be one text if they were put together without their lengths.</summary>
    [Theory]
    [InlineData("a", "bc", "ab", "c")]
    [InlineData("a:1", "b", "a", "1:b")]
    [InlineData("a", "1:b1:c", "a1:b", "1:c")]
    public async Task Parts_of_a_key_cannot_run_into_each_other(string customer, string key, string otherCustomer, string otherKey)
    {
        await using var shop = await Shop.StartAsync();
        await shop.EnrollAsync(customer);
        await shop.EnrollAsync(otherCustomer);

        await ShareAsync(shop, customer, key, "whatsapp");
        var other = await ReadAsync(await ShareAsync(shop, otherCustomer, otherKey, "whatsapp"));

        Assert.False(other["isRepeated"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("with space")]
    [InlineData("ümlaut")]
    public async Task Write_without_a_valid_key_is_not_done(string? key)
    {
        await using var shop = await Shop.StartAsync();
        await shop.EnrollAsync("ann");

        var answer = await ShareAsync(shop, "ann", key, "whatsapp");

        await AssertProblemAsync(answer, HttpStatusCode.BadRequest, "web.no_idempotency_key");
        Assert.Empty(await shop.FactsAsync(FactKind.ShareRecorded));
    }

    [Theory]
    [InlineData("""{"channel":"whatsapp","customer":"bob"}""", HttpStatusCode.BadRequest, "web.not_understood")]
    [InlineData("""{"channel":""", HttpStatusCode.BadRequest, "web.not_understood")]
    [InlineData("null", HttpStatusCode.BadRequest, "web.not_understood")]
    [InlineData("""[[[[[[[[[[[[]]]]]]]]]]]]""", HttpStatusCode.BadRequest, "web.not_understood")]
    [InlineData("""{"channel":" "}""", HttpStatusCode.BadRequest, "web.bad_value")]
    [InlineData("{}", HttpStatusCode.BadRequest, "web.bad_value")]
    public async Task Body_that_is_not_expected_is_a_problem(string body, HttpStatusCode status, string code)
    {
        await using var shop = await Shop.StartAsync();
        await shop.EnrollAsync("ann");

        var answer = await shop.Browse().As("ann").With("Idempotency-Key", "key-1").SendAsync(HttpMethod.Post, "/referrals/api/me/shares", Json(body));

        await AssertProblemAsync(answer, status, code);
    }

    [Fact]
    public async Task Body_without_end_is_not_read_to_its_end()
    {
        await using var shop = await Shop.StartAsync();

        var answer = await shop.Browse().As("ann").With("Idempotency-Key", "k").SendAsync(
            HttpMethod.Post, "/referrals/api/me/shares", Json("{\"channel\":\"" + new string('x', 1_000_000) + "\"}"));

        await AssertProblemAsync(answer, HttpStatusCode.RequestEntityTooLarge, "web.too_long");
    }

    /// <summary>A form of another site can be sent with the customer's cookies, but not as JSON and not with a header of its own.</summary>
    [Theory]
    [InlineData("/referrals/api/me/enrollment")]
    [InlineData("/referrals/api/me/shares")]
    [InlineData("/referrals/api/me/choices")]
    [InlineData("/referrals/api/code")]
    public async Task Form_of_another_site_changes_nothing(string path)
    {
        await using var shop = await Shop.StartAsync();

        var answer = await shop.Browse().As("ann").SendAsync(
            HttpMethod.Post, path, new StringContent("{\"channel\":\"x\"}", Encoding.UTF8, "text/plain"));

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Null(await shop.Engine.FindCodeAsync(Ann));
    }

    [Fact]
    public async Task Unchanged_answer_is_not_sent_again()
    {
        await using var shop = await Shop.StartAsync();
        await shop.EnrollAsync("ann");
        var browser = shop.Browse().As("ann");

        var first = await browser.GetAsync("/referrals/api/me");
        var tag = first.Headers.ETag!.ToString();
        var unchanged = await browser.With("If-None-Match", tag).GetAsync("/referrals/api/me");
        await shop.Engine.SignUpAsync(SignUp.Of(Bob).WithCode((await shop.Engine.FindCodeAsync(Ann))!.Code.Value));
        var changed = await browser.With("If-None-Match", $"\"other\", {tag}").GetAsync("/referrals/api/me");

        Assert.True(first.Headers.CacheControl is { Private: true, NoCache: true, NoStore: false });
        Assert.Equal((HttpStatusCode.NotModified, 0), (unchanged.StatusCode, (await unchanged.Content.ReadAsByteArrayAsync()).Length));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
    }

    [Fact]
    public async Task Lists_are_read_page_by_page_and_each_item_once()
    {
        await using var shop = await Shop.StartAsync();
        var code = await shop.EnrollAsync("ann");
        for (var friend = 0; friend < 7; friend++)
        {
            await shop.Engine.SignUpAsync(SignUp.Of(CustomerId.From($"friend-{friend}")).WithCode(code));
            shop.Clock.Advance(Duration.FromDays(1));
        }

        var browser = shop.Browse().As("ann");
        var days = new List<string>();
        var next = string.Empty;
        do
        {
            var page = await ReadAsync(await browser.GetAsync($"/referrals/api/me/friends?take=3{next}"));
            days.AddRange(page["items"]!.AsArray().Select(static friend => friend!["since"]!.GetValue<string>()));
            next = page["next"] is { } cursor ? "&after=" + Uri.EscapeDataString(cursor.GetValue<string>()) : null;
        }
        while (next is not null);

        Assert.Equal(Enumerable.Range(1, 7).Reverse().Select(static day => $"2026-03-0{day}"), days);
        await AssertProblemAsync(await browser.GetAsync("/referrals/api/me/friends?take=0"), HttpStatusCode.BadRequest, "web.bad_value");
        await AssertProblemAsync(await browser.GetAsync("/referrals/api/me/rewards?after=made-up"), HttpStatusCode.BadRequest, "web.bad_value");
    }

    [Fact]
    public async Task Typed_code_is_kept_for_the_visitor_and_a_wrong_one_is_told()
    {
        await using var shop = await Shop.StartAsync();
        var code = await shop.EnrollAsync("ann");
        var browser = shop.Browse();

        var wrong = await browser.SendAsync(HttpMethod.Post, "/referrals/api/code", Json("""{"code":"NOBODY"}"""));
        var right = await browser.SendAsync(HttpMethod.Post, "/referrals/api/code", Json($$"""{"code":"{{code.ToLowerInvariant()}}"}"""));

        await AssertProblemAsync(wrong, HttpStatusCode.UnprocessableEntity, "web.code_not_usable");
        Assert.Equal(code, (await ReadAsync(right))["value"]!.GetValue<string>());
        Assert.NotNull(browser.Referral);
    }

    [Fact]
    public async Task Codes_cannot_be_tried_without_end()
    {
        await using var shop = await Shop.StartAsync(o => o.CodesPerMinute = 2);
        var browser = shop.Browse();
        HttpResponseMessage answer = null!;
        for (var attempt = 0; attempt < 3; attempt++)
        {
            answer = await browser.SendAsync(HttpMethod.Post, "/referrals/api/code", Json("""{"code":"NOBODY"}"""));
        }

        await AssertProblemAsync(answer, HttpStatusCode.TooManyRequests, "web.too_often");
        Assert.Equal("60", answer.Headers.RetryAfter!.ToString());
    }

    [Fact]
    public async Task Choice_of_a_reward_is_kept_and_one_that_is_not_offered_refused()
    {
        var program = ReferralProgram.Create("spring", p => p
            .Links("https://shop.example/referrals/r/{code}")
            .Qualify(q => q.On("purchase"))
            .RewardReferrer(r => r.Give(RewardFormula.Choice(
                RewardOption.Of("cash", RewardFormula.Flat(Amount.Of(10, "EUR"))), RewardOption.Of("points", RewardFormula.Flat(Amount.Of(1500, "points")))))));
        var rule = program.Incentives[0].Name;
        await using var shop = await Shop.StartAsync(program: program);
        await shop.EnrollAsync("ann");

        var chosen = await ChooseAsync(shop, "points");
        var unknown = await ChooseAsync(shop, "gold");

        Assert.False((await ReadAsync(chosen))["isRepeated"]!.GetValue<bool>());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unknown.StatusCode);

        Task<HttpResponseMessage> ChooseAsync(Shop shop, string option) => shop.Browse().As("ann").With("Idempotency-Key", "choice-" + option)
            .SendAsync(HttpMethod.Post, "/referrals/api/me/choices", Json($$"""{"rule":"{{rule}}","option":"{{option}}"}"""));
    }

    /// <summary>What a client's generator reads; the description of the API that the documentation points to.</summary>
    [Fact]
    public async Task Description_is_as_approved()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddOpenApi(static o => o.AddDocumentTransformer(static (document, _, _) =>
        {
            (document.Info.Title, document.Info.Version) = ("Referrals", "1");
            document.Servers?.Clear();
            return Task.CompletedTask;
        }));
        builder.Services.AddReferrals(static r => r.AddProgram(Shop.Program)).AddWeb(static o => o.Customer = static _ => default);
        await using var app = builder.Build();
        app.MapOpenApi();
        app.MapReferrals("/referrals");
        await app.StartAsync();

        var text = await app.GetTestClient().GetStringAsync("/openapi/v1.json");

        Assert.Equal(
            ["/referrals/api/code", "/referrals/api/me", "/referrals/api/me/choices", "/referrals/api/me/enrollment", "/referrals/api/me/friends",
                "/referrals/api/me/rewards", "/referrals/api/me/shares", "/referrals/api/program"],
            JsonNode.Parse(text)!["paths"]!.AsObject().Select(static path => path.Key).Order(StringComparer.Ordinal));
        Approvals.Verify(text);
    }

    [Fact]
    public async Task Program_is_read_by_everybody_in_the_words_that_decide()
    {
        await using var shop = await Shop.StartAsync();

        var program = await ReadAsync(await shop.Browse().GetAsync("/referrals/api/program"));

        Assert.Equal("Give 5.00 EUR, get 10.00 EUR", program["referrer"]!["headline"]!.GetValue<string>());
        Assert.Equal("5.00 EUR", program["referee"]!["gets"]!.GetValue<string>());
        Assert.NotEmpty(program["referee"]!["terms"]!.AsArray());
    }

    private static Task<HttpResponseMessage> ShareAsync(Shop shop, string customer, string? key, string channel)
    {
        var browser = shop.Browse().As(customer);
        if (key is not null)
        {
            _ = browser.With("Idempotency-Key", key);
        }

        return browser.SendAsync(HttpMethod.Post, "/referrals/api/me/shares", Json($$"""{"channel":"{{channel}}"}"""));
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{answer.StatusCode}: {text}");
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        return JsonNode.Parse(text)!;
    }

    private static async Task AssertProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal((status, code, (int)status), (answer.StatusCode, problem.GetProperty("code").GetString(), problem.GetProperty("status").GetInt32()));
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }
}
