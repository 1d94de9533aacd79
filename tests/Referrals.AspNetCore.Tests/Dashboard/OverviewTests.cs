using System.Text.RegularExpressions;
using Referrals.AspNetCore.Dashboard;
using Referrals.Tests;

namespace Referrals.AspNetCore.Tests.Dashboard;

/// <summary>What a period came to, and the words of the pages.</summary>
public sealed partial class OverviewTests
{
    [Fact]
    public async Task Overview_counts_what_happened_and_what_waits()
    {
        await using var office = await Office.StartAsync();
        await office.LiveAsync();

        var page = await office.Browse().PageAsync("/admin/referrals?range=7d");

        var tiles = page.QuerySelectorAll(".tile").ToDictionary(static tile => tile.QuerySelector("dt")!.TextContent, static tile => tile.QuerySelector("b")!.TextContent);
        Assert.Equal("1", tiles["Friends who purchased"]);
        Assert.Equal("2", tiles["Friends signed up"]);
        Assert.Equal("15.00 EUR", tiles["Rewards granted"]);
        Assert.Equal(["1 held referrals", "1 rewards in review"], page.QuerySelectorAll(".hand li").Select(static one => one.TextContent.Trim()));
        Assert.Equal("anna@shop.example", page.QuerySelector("#leaders ~ details tbody th")?.TextContent);
        Assert.Equal("7 days", page.QuerySelector(".ranges [aria-current]")?.TextContent);
        Assert.Equal(4, page.QuerySelectorAll("svg[role=img][aria-label]").Length + page.QuerySelectorAll("dl.inner").Length);
    }

    [Fact]
    public async Task Period_is_compared_with_the_one_before()
    {
        await using var office = await Office.StartAsync();
        await office.LiveAsync();
        office.Clock.Advance(NodaTime.Duration.FromDays(8));
        _ = await office.Engine.SignUpAsync(SignUp.Of(CustomerId.From("dan")).WithCode((await office.Engine.FindCodeAsync(Office.Anna))!.Code.Value));

        var page = await office.Browse().PageAsync("/admin/referrals?range=7d");

        var tile = page.QuerySelectorAll(".tile").First(static one => one.QuerySelector("dt")!.TextContent == "Friends signed up");
        Assert.Equal(("1", "▼ 2 before"), (tile.QuerySelector("b")!.TextContent, tile.QuerySelector(".change")!.TextContent));
    }

    [Fact]
    public async Task Empty_program_has_a_page_too()
    {
        await using var office = await Office.StartAsync();

        var page = await office.Browse().PageAsync("/admin/referrals?range=everything");

        Assert.Equal("Nothing waits for you.", page.QuerySelector(".calm")?.TextContent);
        Assert.Equal("30 days", page.QuerySelector(".ranges [aria-current]")?.TextContent);
    }

    [Fact]
    public async Task Kpis_come_as_csv()
    {
        await using var office = await Office.StartAsync();
        await office.LiveAsync();

        var answer = await office.Browse().GetAsync("/admin/referrals/kpis.csv?range=7d");

        Assert.Equal("attachment; filename=\"kpis.csv\"", answer.Content.Headers.ContentDisposition?.ToString());
        Assert.Contains("\nreferred_signups,", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>A word that a page asks for and the table lacks would be shown as its key.</summary>
    [Fact]
    public void Every_word_of_the_pages_is_in_the_table()
    {
        var folder = TestTree.PathOf("src/Referrals.AspNetCore.Dashboard");
        var used = Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories)
            .Where(static file => file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal))
            .Where(static file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.EndsWith("EnglishDashboardTexts.cs", StringComparison.Ordinal))
            .SelectMany(static file => Keys().Matches(File.ReadAllText(file)).Select(static match => match.Groups[1].Value)).ToHashSet();

        Assert.Empty(used.Except(DashboardTexts.English.Texts.Keys));
        Assert.InRange(used.Count, 40, 500);
    }

    [Fact]
    public async Task Team_can_have_its_own_words()
    {
        await using var office = await Office.StartAsync(dashboard: static o => o.Texts = DashboardTexts.Of("de", [new("overview.title", "Überblick")]));

        var page = await office.Browse().PageAsync("/admin/referrals");

        Assert.Equal("Überblick", page.QuerySelector("h1")?.TextContent);
        Assert.Equal("de", page.DocumentElement.GetAttribute("lang"));
        _ = Assert.Throws<ArgumentException>(static () => DashboardTexts.Of("de", [new("overview.titel", "Überblick")]));
    }

    [GeneratedRegex("(?:Texts\\[|Fill\\()\"([a-z][A-Za-z.0-9]*[A-Za-z0-9])\"[\\],]")]
    private static partial Regex Keys();
}
