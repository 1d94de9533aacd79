using System.Net;
using Referrals.AspNetCore.Tests.Hosting;
using Referrals.Serialization;

namespace Referrals.AspNetCore.Tests.Dashboard;

/// <summary>Versions of the program, their terms and findings, and the audit.</summary>
public sealed class ProgramsTests
{
    [Fact]
    public async Task Version_shows_its_terms_to_both_sides_its_findings_and_its_json()
    {
        await using var office = await Office.StartAsync();

        var page = await office.Browse("rita", may: "").PageAsync("/admin/referrals/programs/1");

        Assert.Equal("spring", page.QuerySelector("h1")?.TextContent);
        Assert.Contains("10.00 EUR", page.QuerySelector("[aria-labelledby=terms-Referrer]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("5.00 EUR", page.QuerySelector("[aria-labelledby=terms-Referee]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(ProgramAnalysis.Of(Office.Program).Findings.Count, page.QuerySelectorAll("[aria-labelledby=findings] li").Length);
        Assert.Equal(Office.Program, ProgramJson.Read(page.QuerySelector("pre")!.TextContent));
        var file = await (await office.Browse().GetAsync("/admin/referrals/programs/1/program.json")).Content.ReadAsStringAsync();
        Assert.Equal(Office.Program, ProgramJson.Read(file));
    }

    [Theory]
    [InlineData("/admin/referrals/programs/7")]
    [InlineData("/admin/referrals/programs/x")]
    public async Task Version_that_is_not_there_is_not_found(string path)
    {
        await using var office = await Office.StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await office.Browse().GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task Terms_are_in_the_language_of_the_request()
    {
        await using var office = await Office.StartAsync();

        var page = await office.Browse().With("Accept-Language", "de-DE").PageAsync("/admin/referrals/programs");

        Assert.Contains("Du bekommst", page.QuerySelector(".terms[lang=de]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_of_clean_books_says_so_and_needs_the_permission()
    {
        await using var office = await Office.StartAsync();
        await office.LiveAsync();
        var browser = office.Browse();

        var page = await Browser.ReadAsync(await browser.SubmitAsync(await browser.PageAsync("/admin/referrals/audit"), "main form"));

        Assert.Equal("Nothing was found: everything agrees.", page.QuerySelector(".note")?.TextContent);
        Assert.Empty((await office.Browse("tom", may: "Money").PageAsync("/admin/referrals/audit")).QuerySelectorAll("button"));
    }
}
