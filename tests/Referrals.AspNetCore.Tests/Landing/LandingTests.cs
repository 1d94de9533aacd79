using System.Net;
using Microsoft.AspNetCore.Builder;
using NodaTime;
using Referrals.AspNetCore.Tests.Hosting;
using Referrals.Sharing;

namespace Referrals.AspNetCore.Tests.Landing;

public sealed class LandingTests
{
    [Fact]
    public async Task Click_of_a_person_is_counted_remembered_and_sent_on()
    {
        await using var shop = await Shop.StartAsync();
        var code = await shop.EnrollAsync("ann");
        var browser = shop.Browse();

        var answer = await browser.GetAsync($"/referrals/r/{code}?utm_medium=whatsapp");

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal("/referrals/welcome", answer.Headers.Location?.ToString());
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Equal(["noindex"], answer.Headers.GetValues("X-Robots-Tag"));
        Assert.Equal(["strict-origin-when-cross-origin"], answer.Headers.GetValues("Referrer-Policy"));
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Matches("^__Host-ref=[A-Za-z0-9_-]+; max-age=2592000; path=/; secure; samesite=lax; httponly$", cookie);
        var touch = Assert.Single(await shop.FactsAsync(FactKind.TouchRecorded));
        Assert.Equal((CustomerId.From("ann"), ShareChannels.WhatsApp), (touch.Referrer!.Value, touch.Channel!.Value));
    }

    [Fact]
    public async Task Visitor_who_signs_up_is_the_referrers_friend()
    {
        await using var shop = await Shop.StartAsync();
        var browser = shop.Browse();
        await browser.GetAsync($"/referrals/r/{await shop.EnrollAsync("ann")}");

        var answer = await browser.SendAsync(HttpMethod.Post, "/register?as=bob");

        Assert.Equal("sign_up.referred", await answer.Content.ReadAsStringAsync());
        var referral = Assert.Single(await shop.FactsAsync(FactKind.ReferralCreated));
        Assert.Equal((CustomerId.From("bob"), CustomerId.From("ann")), (referral.Customer!.Value, referral.Referrer!.Value));
    }

    [Fact]
    public async Task Unknown_code_leads_to_the_same_page_and_is_not_remembered()
    {
        await using var shop = await Shop.StartAsync();
        var code = await shop.EnrollAsync("ann");
        var other = await OtherCodeAsync();

        var known = await shop.Browse().GetAsync($"/referrals/r/{code}");
        foreach (var unknown in (string[])[other, "nonsense", "%3Cscript%3E", new string('A', 3000)])
        {
            var answer = await shop.Browse().GetAsync($"/referrals/r/{unknown}");

            Assert.Equal((known.StatusCode, known.Headers.Location), (answer.StatusCode, answer.Headers.Location));
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }

        Assert.Single(await shop.FactsAsync(FactKind.TouchRecorded));

        async Task<string> OtherCodeAsync()
        {
            await using var elsewhere = await Shop.StartAsync();
            return await elsewhere.EnrollAsync("zoe");
        }
    }

    /// <summary>The names under which robots announce themselves, as their operators document them.</summary>
    [Theory]
    [InlineData("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)")]
    [InlineData("WhatsApp/2.23.20.0 A")]
    [InlineData("Twitterbot/1.0")]
    [InlineData("Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)")]
    [InlineData("TelegramBot (like TwitterBot)")]
    [InlineData("LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)")]
    [InlineData("Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)")]
    [InlineData("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)")]
    [InlineData("Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15 (Applebot/0.1)")]
    [InlineData("")]
    public async Task Robot_gets_a_page_to_show_and_counts_nowhere(string agent)
    {
        await using var shop = await Shop.StartAsync(o =>
        {
            o.ProductName = "Shop & Sons";
            o.PreviewImage = "https://shop.example/offer.png";
        });
        var code = await shop.EnrollAsync("ann");

        var answer = await shop.Browse().With("User-Agent", agent).GetAsync($"/referrals/r/{code}");
        var page = await Browser.ReadAsync(answer);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Equal("€5 for you at Shop & Sons", Meta("og:title"));
        Assert.StartsWith("You get 5.00 EUR.", Meta("og:description"), StringComparison.Ordinal);
        Assert.Equal($"https://shop.example/referrals/r/{code}", Meta("og:url"));
        Assert.Equal("https://shop.example/offer.png", Meta("og:image"));
        Assert.Equal("en_GB", Meta("og:locale"));
        Assert.Empty(await shop.FactsAsync(FactKind.TouchRecorded));

        string? Meta(string property) => page.QuerySelector($"meta[property='{property}']")?.GetAttribute("content");
    }

    [Fact]
    public async Task Robots_page_does_not_tell_a_known_code_from_another()
    {
        await using var shop = await Shop.StartAsync();
        var code = await shop.EnrollAsync("ann");
        await using var elsewhere = await Shop.StartAsync();
        var other = await elsewhere.EnrollAsync("zoe");
        var robot = shop.Browse().With("User-Agent", "Slackbot 1.0");

        var known = await (await robot.GetAsync($"/referrals/r/{code}")).Content.ReadAsStringAsync();
        var unknown = await (await robot.GetAsync($"/referrals/r/{other}")).Content.ReadAsStringAsync();

        Assert.NotEqual(code, other);
        Assert.Equal(known, unknown.Replace(other, code, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Request_for_the_head_counts_nowhere()
    {
        await using var shop = await Shop.StartAsync();

        var answer = await shop.Browse().SendAsync(HttpMethod.Head, $"/referrals/r/{await shop.EnrollAsync("ann")}");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await shop.FactsAsync(FactKind.TouchRecorded));
    }

    [Fact]
    public async Task Phone_whose_maker_has_bot_in_its_name_is_a_person()
    {
        await using var shop = await Shop.StartAsync();
        var phone = shop.Browse().With("User-Agent", "Mozilla/5.0 (Linux; Android 14; CUBOT X90) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36");

        var answer = await phone.GetAsync($"/referrals/r/{await shop.EnrollAsync("ann")}");

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Single(await shop.FactsAsync(FactKind.TouchRecorded));
    }

    [Theory]
    [InlineData("Sec-Purpose", "prefetch")]
    [InlineData("Sec-Purpose", "prefetch;prerender")]
    [InlineData("Purpose", "prefetch")]
    [InlineData("X-Moz", "prefetch")]
    public async Task Prepared_click_is_not_counted_and_the_real_one_is(string header, string value)
    {
        await using var shop = await Shop.StartAsync();
        var code = await shop.EnrollAsync("ann");
        var browser = shop.Browse().With(header, value);

        var prepared = await browser.GetAsync($"/referrals/r/{code}");
        _ = browser.Headers.Remove(header);
        var clicked = await browser.GetAsync($"/referrals/r/{code}");

        Assert.Equal(HttpStatusCode.NoContent, prepared.StatusCode);
        Assert.False(prepared.Headers.Contains("Set-Cookie"));
        Assert.Equal(HttpStatusCode.Found, clicked.StatusCode);
        Assert.Single(await shop.FactsAsync(FactKind.TouchRecorded));
    }

    [Fact]
    public async Task Without_consent_the_code_stays_in_the_url_until_the_sign_up()
    {
        await using var shop = await Shop.StartAsync(o =>
        {
            o.MayRemember = static _ => ValueTask.FromResult(false);
            o.SignUpPath = "/register?from=friend#form";
        });
        var code = await shop.EnrollAsync("ann");
        var browser = shop.Browse();

        var answer = await browser.GetAsync($"/referrals/r/{code}");
        var page = await browser.PageAsync(answer.Headers.Location!.ToString());
        var button = page.QuerySelector("a.referrals-button")!.GetAttribute("href");
        var signUp = await browser.SendAsync(HttpMethod.Post, $"/register?as=bob&ref={code}");

        Assert.Equal($"/referrals/welcome?ref={code}", answer.Headers.Location!.ToString());
        Assert.Null(browser.Referral);
        Assert.Equal($"/register?from=friend&ref={code}#form", button);
        Assert.Equal("sign_up.referred", await signUp.Content.ReadAsStringAsync());
    }

    /// <summary>What has sent visitors of other sites away: another host in every spelling that some browser or router once took for one.</summary>
    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("/%2F/evil.example")]
    [InlineData("/products/..//evil.example")]
    [InlineData("/products/%0d%0aLocation:%20https://evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https:evil.example")]
    [InlineData("@evil.example")]
    [InlineData("/products@evil.example")]
    [InlineData("\thttps://evil.example")]
    public async Task No_link_leads_out_of_the_list(string wanted)
    {
        await using var shop = await Shop.StartAsync(o => o.Landing = LandingPages.Of("https://shop.example/hello")
            .WithPage("shoes", "https://shop.example/sale/shoes").WithPagesUnder("https://shop.example/products/"));
        var code = await shop.EnrollAsync("ann");

        var answer = await shop.Browse().GetAsync($"/referrals/r/{code}?ref_to={Uri.EscapeDataString(wanted)}");

        Assert.Equal("https://shop.example/hello", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Link_leads_to_the_page_of_the_list_that_it_asks_for()
    {
        await using var shop = await Shop.StartAsync(o => o.Landing = LandingPages.Of("https://shop.example/hello")
            .WithPage("shoes", "https://shop.example/sale/shoes"));

        var answer = await shop.Browse().GetAsync($"/referrals/r/{await shop.EnrollAsync("ann")}?ref_to=shoes");

        Assert.Equal("https://shop.example/sale/shoes", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Signed_link_counts_as_signed_and_a_forged_one_does_not()
    {
        var signer = LinkSigner.Create("2026a", new byte[32]);
        await using var shop = await Shop.StartAsync(referrals: r => r.UseLinkSigner(signer));
        var code = Program.Codes.Parse(await shop.EnrollAsync("ann")).Code;
        var link = signer.Build(Program.Links!, code, shop.Clock.GetCurrentInstant() + Duration.FromDays(3), ShareChannels.Email);

        await shop.Browse("localhost:5001").GetAsync(new Uri(link).PathAndQuery);
        await shop.Browse().GetAsync(new Uri(link.Replace("utm_medium=email", "utm_medium=sms", StringComparison.Ordinal)).PathAndQuery);

        Assert.Equal(["SignedLink", "Link"], (await shop.FactsAsync(FactKind.TouchRecorded)).Select(static touch => touch.Code));
    }

    [Theory]
    [InlineData("localhost:5001")]
    [InlineData("www.shop.example")]
    [InlineData("shop-staging.internal:8443")]
    public async Task Link_is_read_on_any_of_the_hosts_names(string host)
    {
        await using var shop = await Shop.StartAsync();

        await shop.Browse(host).GetAsync($"/referrals/r/{await shop.EnrollAsync("ann")}?utm_medium=sms");

        Assert.Equal(ShareChannels.Sms, Assert.Single(await shop.FactsAsync(FactKind.TouchRecorded)).Channel);
    }

    [Fact]
    public async Task Path_base_stands_before_every_address()
    {
        await using var shop = await Shop.StartAsync(o => o.SignUpPath = "/register", before: static app =>
        {
            app.UsePathBase("/de");
            app.UseRouting();
        });
        var browser = shop.Browse();

        var answer = await browser.GetAsync($"/de/referrals/r/{await shop.EnrollAsync("ann")}");
        var page = await browser.PageAsync(answer.Headers.Location!.ToString());

        Assert.Equal("/de/referrals/welcome", answer.Headers.Location!.ToString());
        Assert.Equal("/de/register", page.QuerySelector("a.referrals-button")!.GetAttribute("href"));
        var style = await browser.GetAsync(page.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href")!);
        Assert.Equal(("text/css", "public, max-age=31536000, immutable"), (style.Content.Headers.ContentType?.MediaType, style.Headers.GetValues("Cache-Control").Single()));
    }

    [Fact]
    public async Task Too_many_clicks_of_one_address_still_reach_the_page_and_look_nothing_up()
    {
        await using var shop = await Shop.StartAsync(o => o.ClicksPerMinute = 2);
        var code = await shop.EnrollAsync("ann");
        var answers = new List<HttpResponseMessage>();
        for (var click = 0; click < 4; click++)
        {
            answers.Add(await shop.Browse().GetAsync($"/referrals/r/{code}"));
        }

        Assert.All(answers, static answer => Assert.Equal(HttpStatusCode.Found, answer.StatusCode));
        Assert.Equal(
            ["/referrals/welcome", "/referrals/welcome", $"/referrals/welcome?ref={code}", $"/referrals/welcome?ref={code}"],
            answers.Select(static answer => answer.Headers.Location!.ToString()));
        Assert.Equal(2, (await shop.FactsAsync(FactKind.TouchRecorded)).Count);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("CfDJ8AAAA")]
    [InlineData("<script>")]
    public async Task Cookie_that_is_not_ours_is_that_of_nobody(string value)
    {
        await using var shop = await Shop.StartAsync();
        var browser = shop.Browse();
        browser.Cookies.Add(new Cookie("__Host-ref", value, "/", "shop.example") { Secure = true });

        var answer = await browser.SendAsync(HttpMethod.Post, "/register?as=bob");

        Assert.Equal("sign_up.not_referred", await answer.Content.ReadAsStringAsync());
    }

    private static ReferralProgram Program => Shop.Program;
}
