using System.Net;
using Referrals.AspNetCore.Tests.Hosting;

namespace Referrals.AspNetCore.Tests.Landing;

public sealed class CodeEntryTests
{
    [Fact]
    public async Task Typed_code_counts_and_is_remembered()
    {
        await using var shop = await Shop.StartAsync();
        var typed = Shop.Program.Codes.Format(Shop.Program.Codes.Parse(await shop.EnrollAsync("ann")).Code).ToLowerInvariant();
        var browser = shop.Browse();

        var answer = await browser.SubmitAsync(await browser.PageAsync("/referrals/welcome"), "form", ("code", $" {typed} "));
        var page = await browser.PageAsync(answer.Headers.Location!.ToString());
        var signUp = await browser.SendAsync(HttpMethod.Post, "/register?as=bob");

        Assert.Equal((HttpStatusCode.SeeOther, "/referrals/welcome"), (answer.StatusCode, answer.Headers.Location!.ToString()));
        Assert.Equal(typed.ToUpperInvariant(), page.QuerySelector(".referrals-code code")!.TextContent);
        Assert.Null(page.QuerySelector("form"));
        Assert.Equal("sign_up.referred", await signUp.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("K7M2")]
    [InlineData("\"><script>alert(1)</script>")]
    [InlineData("' onfocus='alert(1)' autofocus='")]
    public async Task Code_that_does_not_work_is_told_at_the_field_and_stays_text(string typed)
    {
        await using var shop = await Shop.StartAsync();
        var browser = shop.Browse();

        var answer = await browser.SubmitAsync(await browser.PageAsync("/referrals/welcome"), "form", ("code", typed));
        var page = await Browser.ReadAsync(answer);
        var field = page.GetElementById("code")!;

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal((typed, "true"), (field.GetAttribute("value"), field.GetAttribute("aria-invalid")));
        Assert.Null(field.GetAttribute("onfocus"));
        Assert.All(page.Scripts, static script => Assert.StartsWith("/referrals/assets/", script.Source!, StringComparison.Ordinal));
        Assert.Equal(
            "This code does not work. Check it for typing errors.",
            page.GetElementById(field.GetAttribute("aria-describedby")!.Split(' ')[0])!.TextContent);
    }

    [Fact]
    public async Task Form_without_its_token_is_refused()
    {
        await using var shop = await Shop.StartAsync();
        var code = await shop.EnrollAsync("ann");

        var answer = await shop.Browse().SendAsync(
            HttpMethod.Post, "/referrals/code", new FormUrlEncodedContent([new KeyValuePair<string, string>("code", code)]));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty(await shop.FactsAsync(FactKind.TouchRecorded));
    }

    [Fact]
    public async Task Guessing_is_slowed_down()
    {
        await using var shop = await Shop.StartAsync(o => o.CodesPerMinute = 3);
        var code = await shop.EnrollAsync("ann");
        var browser = shop.Browse();
        var page = await browser.PageAsync("/referrals/welcome");
        var statuses = new List<HttpStatusCode>();
        foreach (var typed in (string[])["A", "B", "C", code])
        {
            statuses.Add((await browser.SubmitAsync(page, "form", ("code", typed))).StatusCode);
        }

        Assert.Equal([(HttpStatusCode)422, (HttpStatusCode)422, (HttpStatusCode)422, (HttpStatusCode)429], statuses);
        Assert.Empty(await shop.FactsAsync(FactKind.TouchRecorded));
    }

    [Theory]
    [InlineData("de-DE", "de", "5 € für dich bei spring")]
    [InlineData("fr-FR", "fr", "5 € pour toi chez spring")]
    [InlineData("es-ES", "es", "5 € para ti en spring")]
    [InlineData("ja-JP", "en", "€5 for you at spring")]
    public async Task Page_speaks_the_language_of_the_request(string culture, string language, string title)
    {
        await using var shop = await Shop.StartAsync();
        var page = await shop.Browse().With("Accept-Language", culture).PageAsync("/referrals/welcome");

        Assert.Equal(language, page.DocumentElement.GetAttribute("lang"));
        Assert.Equal(title, page.QuerySelector("h1")!.TextContent.Replace('\u00a0', ' '));
    }

    [Fact]
    public async Task Page_has_a_strict_policy_and_holds_nothing_inline()
    {
        await using var shop = await Shop.StartAsync();
        var answer = await shop.Browse().GetAsync("/referrals/welcome");
        var page = await Browser.ReadAsync(answer);

        Assert.Equal(
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
            + "frame-ancestors 'none'",
            answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Empty(page.QuerySelectorAll("style, [style], script:not([src])"));
        Assert.DoesNotContain(
            page.All.SelectMany(static element => element.Attributes), static attribute => attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase));
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Single(page.QuerySelectorAll("main"));
    }
}
