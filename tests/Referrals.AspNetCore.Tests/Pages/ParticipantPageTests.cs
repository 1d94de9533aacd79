using System.Globalization;
using System.Net;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Builder;
using NodaTime;
using Referrals.AspNetCore.Pages;
using Referrals.AspNetCore.Tests.Hosting;
using Referrals.Explanations;
using Referrals.Tests;

namespace Referrals.AspNetCore.Tests.Pages;

public sealed class ParticipantPageTests
{
    private static readonly CustomerId Ann = CustomerId.From("ann");
    private static readonly CustomerId Bob = CustomerId.From("bob-brown");

    [Fact]
    public async Task Nobody_sees_the_page_without_being_signed_in()
    {
        await using var shop = await Shop.StartAsync();

        foreach (var path in (string[])["/referrals/me", "/referrals/me/fragment", "/referrals/me/qr.png"])
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await shop.Browse().GetAsync(path)).StatusCode);
        }
    }

    [Fact]
    public async Task Newcomer_joins_by_a_form_and_gets_link_code_and_ways_to_share()
    {
        await using var shop = await Shop.StartAsync(o => o.ProductName = "Example Shop");
        var browser = shop.Browse().As("ann");

        var before = await browser.PageAsync("/referrals/me");
        var joined = await browser.SubmitAsync(before, "form");
        var page = await browser.PageAsync(joined.Headers.Location!.ToString());
        var code = (await shop.Engine.FindCodeAsync(Ann))!;

        Assert.Null(before.GetElementById("referrals-link"));
        Assert.Equal((HttpStatusCode.SeeOther, "/referrals/me"), (joined.StatusCode, joined.Headers.Location!.ToString()));
        Assert.Equal("Give €5, get €10", page.QuerySelector("h1")!.TextContent);
        Assert.Equal($"https://shop.example/referrals/r/{code.Code.Value}?utm_medium=copy", page.GetElementById("referrals-link")!.GetAttribute("value"));
        Assert.Equal(code.DisplayCode, page.QuerySelector(".referrals-code code")!.TextContent);
        Assert.Equal(
            ["WhatsApp", "E-mail", "Text message", "X", "Facebook", "LinkedIn"],
            page.QuerySelectorAll(".referrals-share a").Select(static link => link.TextContent));
        var whatsApp = page.QuerySelector(".referrals-share a")!.GetAttribute("href")!;
        Assert.Equal(
            $"https://wa.me/?text=With my link you get €5 at Example Shop: https://shop.example/referrals/r/{code.Code.Value}?utm_medium=whatsapp",
            Uri.UnescapeDataString(whatsApp));
        Assert.All(page.QuerySelectorAll(".referrals-share a"), static link => Assert.Equal("noopener noreferrer", link.GetAttribute("rel")));
        Assert.Equal("img", page.QuerySelector(".referrals-qr svg")!.GetAttribute("role"));
    }

    [Fact]
    public async Task Joining_needs_the_token_of_the_form()
    {
        await using var shop = await Shop.StartAsync();

        var answer = await shop.Browse().As("ann").SendAsync(HttpMethod.Post, "/referrals/me/join", new FormUrlEncodedContent([]));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(await shop.Engine.FindCodeAsync(Ann));
    }

    [Fact]
    public async Task Friends_rewards_and_balances_stand_with_their_states_and_no_names()
    {
        await using var shop = await Shop.StartAsync();
        var code = await shop.EnrollAsync("ann");
        await shop.Engine.SignUpAsync(SignUp.Of(Bob).WithCode(code));
        await shop.Engine.SignUpAsync(SignUp.Of(CustomerId.From("cat")).WithCode(code));
        await shop.Engine.ConvertAsync(Conversion.Of(Bob, "order-1", "purchase", Amount.Of(80, "EUR")));

        var answer = await shop.Browse().As("ann").GetAsync("/referrals/me");
        var text = await answer.Content.ReadAsStringAsync();
        var page = await Browser.ReadAsync(answer);

        Assert.DoesNotContain(Bob.Value, text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(["Rewarded", "Signed up"], States(page, 0).Order(StringComparer.Ordinal));
        Assert.Equal(["Available"], States(page, 1));
        Assert.Equal("€10", page.QuerySelector(".referrals-card dd data")!.TextContent);
        Assert.Equal("2026-03-01", page.QuerySelector("table time")!.GetAttribute("datetime"));
    }

    [Fact]
    public async Task Refund_is_told_at_the_reward()
    {
        await using var shop = await Shop.StartAsync();
        await shop.Engine.SignUpAsync(SignUp.Of(Bob).WithCode(await shop.EnrollAsync("ann")));
        await shop.Engine.ConvertAsync(Conversion.Of(Bob, "order-1", "purchase", Amount.Of(80, "EUR")));
        await shop.Engine.RefundAsync(Refund.OfWhole("refund-1", "order-1"));

        var page = await shop.Browse().As("ann").PageAsync("/referrals/me");
        Assert.Equal(["Taken back"], States(page, 0));
        Assert.Equal(["Taken back"], States(page, 1));
    }

    [Fact]
    public async Task Who_does_not_take_part_is_not_told_what_is_missing()
    {
        await using var shop = await Shop.StartAsync();
        await shop.Engine.SignUpAsync(SignUp.Of(Ann));

        var page = await shop.Browse().As("ann").PageAsync("/referrals/me");

        Assert.Equal(["How it works"], page.QuerySelectorAll("main section h2").Select(static heading => heading.TextContent));
    }

    [Fact]
    public async Task Participant_stops_inviting_and_begins_again()
    {
        await using var shop = await Shop.StartAsync();
        var code = await shop.EnrollAsync("ann");
        var browser = shop.Browse().As("ann");

        var left = await browser.SubmitAsync(await browser.PageAsync("/referrals/me"), "form[action$='/leave']");
        var page = await browser.PageAsync(left.Headers.Location!.ToString());
        Assert.Null(page.GetElementById("referrals-link"));
        Assert.Contains("stopped inviting", page.QuerySelector(".referrals-notice")!.TextContent, StringComparison.Ordinal);
        await shop.Engine.SignUpAsync(SignUp.Of(Bob).WithCode(code));
        Assert.Empty((await shop.FactsAsync(FactKind.ReferralCreated)));

        _ = await browser.SubmitAsync(page, "form[action$='/return']");
        Assert.NotNull((await browser.PageAsync("/referrals/me")).GetElementById("referrals-link"));
        await shop.Engine.SignUpAsync(SignUp.Of(CustomerId.From("cat")).WithCode(code));
        Assert.Single(await shop.FactsAsync(FactKind.ReferralCreated));
    }

    [Fact]
    public async Task Code_that_the_team_has_suspended_is_not_resumed_by_the_participant()
    {
        await using var shop = await Shop.StartAsync();
        var code = await shop.EnrollAsync("ann");
        var browser = shop.Browse().As("ann");
        _ = await browser.SubmitAsync(await browser.PageAsync("/referrals/me"), "form[action$='/leave']");
        var page = await browser.PageAsync("/referrals/me");

        shop.Clock.Advance(Duration.FromMinutes(1));
        await shop.Engine.Codes.ChangeAsync(CodeChange.Suspend(code).ReportedBy("mia"));
        _ = await browser.SubmitAsync(page, "form[action$='/return']");

        Assert.Equal(Codes.CodeStatus.Suspended, (await shop.Engine.FindCodeAsync(Ann))!.Status);
        Assert.Null((await browser.PageAsync("/referrals/me")).QuerySelector("form[action$='/return']"));

        // Nor where the participant's own wish came last, as when both press at the same moment.
        shop.Clock.Advance(Duration.FromMinutes(1));
        await shop.Engine.Codes.ChangeAsync(CodeChange.Suspend(code).ReportedBy("participant"));
        Assert.Null((await browser.PageAsync("/referrals/me")).QuerySelector("form[action$='/return']"));

        // What the team has resumed is the participant's again.
        shop.Clock.Advance(Duration.FromMinutes(1));
        await shop.Engine.Codes.ChangeAsync(CodeChange.Resume(code).ReportedBy("mia"));
        shop.Clock.Advance(Duration.FromMinutes(1));
        _ = await browser.SubmitAsync(await browser.PageAsync("/referrals/me"), "form[action$='/leave']");
        Assert.NotNull((await browser.PageAsync("/referrals/me")).QuerySelector("form[action$='/return']"));
    }

    [Fact]
    public async Task Published_version_is_what_the_pages_offer()
    {
        await using var shop = await Shop.StartAsync(referrals: static r => r.StorePrograms(static o => o.Lead = TimeSpan.FromSeconds(5)));
        Assert.Equal("€5 for you at spring", (await shop.Browse().PageAsync("/referrals/welcome")).QuerySelector("h1")!.TextContent);

        await PublishAsync(shop.Engine);
        shop.Clock.Advance(Duration.FromSeconds(10));

        Assert.Equal("€8 for you at spring", (await shop.Browse().PageAsync("/referrals/welcome")).QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task Version_that_is_published_for_one_tenant_is_offered_to_no_other()
    {
        await using var shop = await Shop.StartAsync(
            static o => o.Tenant = static context => TenantId.From(context.Request.Host.Host),
            referrals: static r => r.StorePrograms(static o => o.Lead = TimeSpan.FromSeconds(5)));
        await PublishAsync(shop.Engine.ForTenant(TenantId.From("a.example")));
        shop.Clock.Advance(Duration.FromSeconds(10));

        Assert.Equal("€8 for you at spring", (await shop.Browse("a.example").PageAsync("/referrals/welcome")).QuerySelector("h1")!.TextContent);
        Assert.Equal("€5 for you at spring", (await shop.Browse("b.example").PageAsync("/referrals/welcome")).QuerySelector("h1")!.TextContent);
    }

    /// <summary>Publishes a second version, which gives friends 8 EUR.</summary>
    private static async Task PublishAsync(ReferralEngine engine)
    {
        var status = await engine.Publishing.GetAsync();
        var next = ReferralProgram.Create("spring", p => p
            .Version(2)
            .Links("https://shop.example/referrals/r/{code}?utm_medium={channel}")
            .Qualify(q => q.On("purchase").First().AtLeast(50, "EUR"))
            .RewardReferrer(r => r.Flat(10, "EUR"))
            .RewardReferee(r => r.Flat(8, "EUR")));
        Assert.True((await engine.Publishing.SaveDraftAsync(next, ProgramEdit.Of("mia", "more", status.Revision))).IsAccepted);
        var edit = ProgramEdit.Of("mia", "agreed", (await engine.Publishing.GetAsync()).Revision).AcceptingWarnings("a small circle");
        Assert.True((await engine.Publishing.PublishAsync(2, edit)).IsAccepted);
    }

    [Fact]
    public async Task Leaderboard_shows_names_only_of_those_who_agreed_and_the_reader_with_their_rank()
    {
        await using var shop = await Shop.StartAsync(static o => o.Leaderboard = new ParticipantLeaderboard
        {
            Take = 3,
            Names = static (customers, _) => ValueTask.FromResult<IReadOnlyDictionary<CustomerId, string>>(
                customers.Where(static one => one.Value == "r1").ToDictionary(static one => one, static _ => "Rita <b>")),
        });
        var empty = (await shop.Browse().As("ann").PageAsync("/referrals/me")).Body!.TextContent;
        Assert.Contains("Nobody has brought a friend this month yet.", empty, StringComparison.Ordinal);
        shop.Clock.Advance(Duration.FromMinutes(2));
        foreach (var (referrer, friends) in ((string, int)[])[("r1", 4), ("r2", 3), ("r3", 2), ("r4", 2), ("ann", 1)])
        {
            var code = await shop.EnrollAsync(referrer);
            for (var friend = 0; friend < friends; friend++)
            {
                await shop.Engine.SignUpAsync(SignUp.Of(CustomerId.From($"{referrer}-{friend}")).WithCode(code));
            }
        }

        var answer = await shop.Browse().As("ann").GetAsync("/referrals/me");
        var text = await answer.Content.ReadAsStringAsync();
        var section = (await Browser.ReadAsync(answer)).QuerySelectorAll("section")
            .Single(static one => one.QuerySelector("h2")!.TextContent == "This month’s leaderboard");
        Assert.Equal(
            ["1|Rita <b>|4", "2|Somebody|3", "3|Somebody|2", "5|You|1"],
            section.QuerySelectorAll("tbody tr").Select(static row => string.Join('|', row.QuerySelectorAll("td").Select(static cell => cell.TextContent))));
        Assert.DoesNotContain("r2", text, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ReferralsException>(() => Shop.StartAsync(static o => o.Leaderboard = new ParticipantLeaderboard { Take = 2 }));
    }

    [Fact]
    public async Task Bar_of_progress_is_shown_once_there_is_some()
    {
        await using var shop = await Shop.StartAsync();
        var code = await shop.EnrollAsync("ann");
        Assert.Empty((await shop.Browse().As("ann").PageAsync("/referrals/me")).QuerySelectorAll("progress"));

        await shop.Engine.SignUpAsync(SignUp.Of(Bob).WithCode(code));
        await shop.Engine.ConvertAsync(Conversion.Of(Bob, "order-1", "purchase", Amount.Of(80, "EUR")));

        var bar = Assert.Single((await shop.Browse().As("ann").PageAsync("/referrals/me")).QuerySelectorAll("progress"));
        Assert.Equal(("10", "500"), (bar.GetAttribute("value"), bar.GetAttribute("max")));
    }

    [Fact]
    public async Task Way_back_to_the_application_stands_above_the_pages_behind_its_path_base()
    {
        await using var shop = await Shop.StartAsync(
            o => (o.HomePath, o.ProductName) = ("/", "Lamps & Co"), before: static app => app.UsePathBase("/base").UseRouting());

        var link = (await shop.Browse().PageAsync("/base/referrals/welcome")).QuerySelector(".referrals-top a")!;
        Assert.Equal(("/base/", "Lamps & Co"), (link.GetAttribute("href"), link.TextContent));

        await using var plain = await Shop.StartAsync();
        Assert.Null((await plain.Browse().PageAsync("/referrals/welcome")).QuerySelector(".referrals-top"));
        await Assert.ThrowsAsync<ReferralsException>(() => Shop.StartAsync(o => o.HomePath = "//elsewhere.example"));
    }

    [Fact]
    public async Task What_did_not_count_is_told_with_its_reason()
    {
        await using var shop = await Shop.StartAsync();
        await shop.Engine.SignUpAsync(SignUp.Of(Bob).WithCode(await shop.EnrollAsync("ann")));
        await shop.Engine.ConvertAsync(Conversion.Of(Bob, "order-1", "purchase", Amount.Of(20, "EUR")));
        var told = Assert.Single((await shop.Engine.GetParticipantAsync(Ann)).Refusals);

        var page = await shop.Browse().As("ann").PageAsync("/referrals/me");

        var section = page.QuerySelectorAll("section").Single(static one => one.QuerySelector("h2")?.TextContent == "What did not count, and why");
        Assert.EndsWith(told.Message, section.QuerySelector("li")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Banned_referrer_sees_no_link_and_not_what_the_team_wrote()
    {
        await using var shop = await Shop.StartAsync();
        await shop.EnrollAsync("ann");
        await shop.Engine.SubmitAsync(ReferrerBan.Impose(Ann, "tried to cheat"));

        var answer = await shop.Browse().As("ann").GetAsync("/referrals/me");
        var text = await answer.Content.ReadAsStringAsync();
        var page = await Browser.ReadAsync(answer);

        Assert.Null(page.GetElementById("referrals-link"));
        Assert.StartsWith("You cannot invite friends at the moment.", page.QuerySelector(".referrals-notice")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("cheat", text, StringComparison.Ordinal);
    }

    /// <summary>Whoever is invited then would get nothing, so nobody is asked to invite and no friend is promised anything.</summary>
    [Theory]
    [InlineData("paused", "The program is paused.", "This offer is not open at the moment.", false)]
    [InlineData("ended", "The program has ended.", "This offer has ended.", false)]
    [InlineData("early", "This offer begins on 1 April 2026.", "This offer begins on 1 April 2026.", true)]
    public async Task Program_that_is_not_open_promises_nothing(string state, string participant, string friend, bool canPrepare)
    {
        await using var shop = await Shop.StartAsync(
            referrals: static r => r.StorePrograms(static o => o.Lead = TimeSpan.FromSeconds(5)),
            program: ReferralProgram.Create("spring", p => p
                .Links("https://shop.example/referrals/r/{code}")
                .Runs(Instant.FromUtc(2026, state == "early" ? 4 : 1, 1, 0, 0))
                .RewardReferrer(r => r.Flat(10, "EUR"))
                .RewardReferee(r => r.Flat(5, "EUR"))));
        var code = await shop.EnrollAsync("ann");
        var edit = ProgramEdit.Of("mia", "enough", (await shop.Engine.Publishing.GetAsync()).Revision);
        _ = state switch
        {
            "paused" => await shop.Engine.Publishing.PauseAsync(edit),
            "ended" => await shop.Engine.Publishing.EndAsync(edit, conversionsToo: true),
            _ => null,
        };
        shop.Clock.Advance(Duration.FromSeconds(10));

        var me = await shop.Browse().As("ann").PageAsync("/referrals/me");
        Assert.StartsWith(participant, me.QuerySelector(".referrals-notice")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(canPrepare, me.GetElementById("referrals-link") is not null);
        Assert.Equal(canPrepare, (await shop.Browse().As("bob").PageAsync("/referrals/me")).QuerySelector("form[action$='/join']") is not null);

        var preview = await shop.Browse().With("User-Agent", "Twitterbot/1.0").PageAsync("/referrals/r/" + code);
        foreach (var page in (IDocument[])[await shop.Browse().PageAsync("/referrals/welcome"), preview])
        {
            Assert.Equal("Welcome to spring", page.QuerySelector("h1")!.TextContent);
            Assert.Equal(friend, page.QuerySelector(".referrals-notice")!.TextContent);
            Assert.Null(page.QuerySelector(".referrals-offer"));
        }
    }

    [Fact]
    public async Task Paused_program_says_so_and_lets_nobody_join()
    {
        await using var shop = await Shop.StartAsync(program: ReferralProgram.Create("spring", p => p
            .Paused().Links("https://shop.example/referrals/r/{code}").RewardReferrer(r => r.Flat(10, "EUR"))));

        var page = await shop.Browse().As("ann").PageAsync("/referrals/me");

        Assert.Contains("paused", page.QuerySelector(".referrals-notice")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("form"));
    }

    [Fact]
    public async Task Long_list_has_pages_and_a_made_up_cursor_is_the_first_page()
    {
        await using var shop = await Shop.StartAsync();
        var code = await shop.EnrollAsync("ann");
        for (var friend = 0; friend < 25; friend++)
        {
            await shop.Engine.SignUpAsync(SignUp.Of(CustomerId.From($"friend-{friend}")).WithCode(code));
            shop.Clock.Advance(Duration.FromMinutes(1));
        }

        var browser = shop.Browse().As("ann");
        var first = await browser.PageAsync("/referrals/me");
        var more = first.QuerySelectorAll("a").Single(static link => link.TextContent == "Show older ones").GetAttribute("href")!;
        var second = await browser.PageAsync(more);
        var newest = second.QuerySelectorAll("a").Single(static link => link.TextContent == "Back to the latest").GetAttribute("href");
        var forged = await browser.PageAsync("/referrals/me?friends=%3Cscript%3E&rewards=nonsense");

        Assert.Equal("/referrals/me", newest);
        Assert.Equal((20, 5, 20), (States(first, 0).Count(), States(second, 0).Count(), States(forged, 0).Count()));
    }

    [Theory]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("</script><script>alert(1)</script>")]
    [InlineData("\" onmouseover=\"alert(1)")]
    [InlineData("'><svg/onload=alert(1)>")]
    public async Task Hostile_names_stay_text(string name)
    {
        await using var shop = await Shop.StartAsync(o =>
        {
            o.ProductName = name;
            o.FriendLabels = (friends, _) => ValueTask.FromResult<IReadOnlyDictionary<CustomerId, string>>(
                friends.ToDictionary(static friend => friend, _ => name));
            o.Customer = _ => ValueTask.FromResult<WebCustomer?>(WebCustomer.Of(Ann) with { FirstName = name });
        });
        await shop.Engine.SignUpAsync(SignUp.Of(Bob).WithCode(await shop.EnrollAsync("ann")));

        var own = await shop.Browse().PageAsync("/referrals/me");
        foreach (var page in (IHtmlDocument[])[own, await shop.Browse().PageAsync("/referrals/welcome")])
        {
            Assert.Single(page.Scripts);
            Assert.Empty(page.QuerySelectorAll("img"));
            Assert.DoesNotContain(page.All.SelectMany(static one => one.Attributes), static one => one.Name.StartsWith("on", StringComparison.Ordinal));
        }

        Assert.Equal(name, own.QuerySelector("table td")!.TextContent);
    }

    [Theory]
    [InlineData("en-GB")]
    [InlineData("de-DE")]
    [InlineData("fr-FR")]
    [InlineData("es-ES")]
    public async Task Page_reads_well_in_each_language(string culture)
    {
        await using var shop = await Shop.StartAsync(o => o.ProductName = "Example Shop");
        var code = await shop.EnrollAsync("ann");
        await shop.Engine.SignUpAsync(SignUp.Of(Bob).WithCode(code));
        await shop.Engine.ConvertAsync(Conversion.Of(Bob, "order-1", "purchase", Amount.Of(80, "EUR")));

        var page = await shop.Browse().As("ann").With("Accept-Language", culture).PageAsync("/referrals/me");
        page.QuerySelector("details")!.Remove();
        page.QuerySelector("svg")!.Remove();
        page.QuerySelector("code")!.TextContent = "CODE";

        Approvals.Verify(TextOf(page.QuerySelector("main")!), suffix: culture);
    }

    [Theory]
    [InlineData("en-GB", "2 March 2026")]
    [InlineData("en-US", "March 2, 2026")]
    [InlineData("de-DE", "2. März 2026")]
    [InlineData("fr-FR", "2 mars 2026")]
    [InlineData("es-ES", "2 de marzo de 2026")]
    [InlineData("ja-JP", "2026年3月2日")]
    [InlineData("pt-BR", "2 de março de 2026")]
    public void Days_are_written_in_full_without_the_day_of_the_week(string culture, string expected) =>
        Assert.Equal(expected, DayText.Of(new LocalDate(2026, 3, 2), CultureInfo.GetCultureInfo(culture)));

    [Fact]
    public async Task Terms_are_in_the_words_of_the_host_where_it_has_its_own()
    {
        var german = ReferralTexts.German.With("gets.own", "Du kriegst {0}.");
        await using var translated = await Shop.StartAsync(o => o.Words = culture => culture.TwoLetterISOLanguageName == "de" ? german : null);

        var own = await translated.Browse().As("ann").With("Accept-Language", "de-DE").PageAsync("/referrals/me");
        var other = await translated.Browse().As("ann").With("Accept-Language", "fr-FR").PageAsync("/referrals/me");

        Assert.StartsWith("Du kriegst 10,00 EUR.", own.QuerySelector(".referrals-offer")!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("Tu reçois", other.QuerySelector(".referrals-offer")!.TextContent, StringComparison.Ordinal);
        Assert.Null(own.QuerySelector("details [lang]"));
        Assert.Null(other.QuerySelector("details [lang]"));
    }

    [Fact]
    public async Task Terms_in_a_language_that_the_pages_do_not_have_are_marked_with_it()
    {
        var dutch = ReferralTexts.English.In(CultureInfo.GetCultureInfo("nl-NL")).With("gets.own", "Je krijgt {0}.");
        await using var translated = await Shop.StartAsync(o => o.Words = _ => dutch);

        var page = await translated.Browse().As("ann").With("Accept-Language", "nl-NL").PageAsync("/referrals/me");

        Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
        Assert.Equal("nl", page.QuerySelector("details div")!.GetAttribute("lang"));
    }

    [Fact]
    public async Task Style_sheet_of_the_host_comes_after_that_of_the_pages()
    {
        await using var shop = await Shop.StartAsync(o => o.StyleSheet = "/shop.css");

        var page = await shop.Browse().As("ann").PageAsync("/referrals/me");

        Assert.Equal("/shop.css", page.QuerySelectorAll("link[rel=stylesheet]")[^1].GetAttribute("href"));
        await Assert.ThrowsAsync<ReferralsException>(() => Shop.StartAsync(static o => o.StyleSheet = "//elsewhere.example/x.css"));
    }

    [Fact]
    public async Task Fragment_is_the_content_without_a_document()
    {
        await using var shop = await Shop.StartAsync();
        await shop.EnrollAsync("ann");

        var text = await (await shop.Browse().As("ann").GetAsync("/referrals/me/fragment")).Content.ReadAsStringAsync();

        Assert.StartsWith("<div class=\"referrals\" lang=\"en\"><header class=\"referrals-hero\"><h2>", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<html", text, StringComparison.Ordinal);
        Assert.Contains("href=\"/referrals/me/qr.png\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_address_on_the_pages_stands_below_the_path_base_of_a_proxy()
    {
        await using var shop = await Shop.StartAsync(
            o => (o.SignUpPath, o.StyleSheet) = ("/register", "/shop.css"),
            before: static app => app.UsePathBase("/base").UseRouting());
        await shop.EnrollAsync("ann");

        foreach (var (who, path) in ((string?, string)[])[("ann", "/me"), ("bob", "/me"), ("ann", "/me/fragment"), (null, "/welcome")])
        {
            var page = await shop.Browse().As(who).PageAsync("/base/referrals" + path);
            var addresses = page.All.SelectMany(static one => new[] { one.GetAttribute("href"), one.GetAttribute("src"), one.GetAttribute("action") })
                .Where(static address => address?.StartsWith('/') == true).ToArray();

            Assert.NotEmpty(addresses);
            Assert.All(addresses, static address => Assert.StartsWith("/base/", address, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Qr_code_is_a_picture_to_download()
    {
        await using var shop = await Shop.StartAsync();
        await shop.EnrollAsync("ann");

        var answer = await shop.Browse().As("ann").GetAsync("/referrals/me/qr.png");

        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], (await answer.Content.ReadAsByteArrayAsync())[..4]);
    }

    /// <summary>What somebody without a script, without a mouse or without sight depends on, element by element.</summary>
    [Fact]
    public async Task Page_can_be_used_by_everybody()
    {
        await using var shop = await Shop.StartAsync();
        await shop.Engine.SignUpAsync(SignUp.Of(Bob).WithCode(await shop.EnrollAsync("ann")));

        var page = await shop.Browse().As("ann").PageAsync("/referrals/me");

        Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.True(HeadingLevels(page).Zip(HeadingLevels(page).Skip(1)).All(static pair => pair.Second <= pair.First + 1), "A level of headings is skipped.");
        Assert.Equal("#content", page.Body!.FirstElementChild!.GetAttribute("href"));
        Assert.Equal("content", page.QuerySelector("main")!.Id);
        Assert.Equal(2, page.QuerySelectorAll("button[type=button]").Length);
        Assert.All(page.QuerySelectorAll("button[type=button]"), static button => Assert.NotNull(button.Closest("[hidden]")));
        Assert.All(page.QuerySelectorAll("input:not([type=hidden])"), input => Assert.NotNull(page.QuerySelector($"label[for='{input.Id}']")));
        Assert.All(page.QuerySelectorAll("table"), static table => Assert.NotNull(table.QuerySelector("caption")));
        Assert.All(page.QuerySelectorAll("th"), static head => Assert.Equal("col", head.GetAttribute("scope")));
        Assert.NotNull(page.QuerySelector("[role=status]"));
        Assert.Equal(page.QuerySelectorAll("[id]").Length, page.QuerySelectorAll("[id]").Select(static one => one.Id).Distinct().Count());
    }

    private static IEnumerable<string> States(IDocument page, int table) =>
        page.QuerySelectorAll("table.referrals-list").ElementAt(table).QuerySelectorAll("tbody .referrals-state").Select(static state => state.TextContent);

    private static IEnumerable<int> HeadingLevels(IDocument page) =>
        page.QuerySelectorAll("h1, h2, h3, h4").Select(static heading => heading.LocalName[1] - '0');

    /// <summary>The text as it is read, one line for each block.</summary>
    private static string TextOf(IElement main)
    {
        var text = new StringBuilder();
        foreach (var block in main.QuerySelectorAll("h1, h2, p, li, label, dt, dd, caption, th, td, button"))
        {
            _ = text.Append(block.LocalName).Append(": ")
                .AppendJoin(' ', block.TextContent.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)).Append('\n');
        }

        return text.ToString();
    }
}
