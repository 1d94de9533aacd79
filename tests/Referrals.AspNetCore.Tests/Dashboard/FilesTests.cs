using System.Net;
using AngleSharp.Dom;
using NodaTime;
using Referrals.AspNetCore.Tests.Hosting;
using Referrals.Serialization;

namespace Referrals.AspNetCore.Tests.Dashboard;

/// <summary>What stands in a table can be downloaded, and the file has all of it.</summary>
public sealed class FilesTests
{
    private const string Prefix = "/admin/referrals";

    [Fact]
    public async Task Every_table_has_its_file()
    {
        await using var office = await FilledAsync();
        var browser = office.Browse();
        var pages = new List<IDocument>();
        foreach (var path in (string[])["", "/reviews/bans", "/payouts", "/programs", "/events"])
        {
            pages.Add(await browser.PageAsync(Prefix + path));
        }

        foreach (var person in (CustomerId[])[Office.Anna, Office.Ben])
        {
            pages.Add(await PersonAsync(browser, person));
        }

        pages.Add(await TryAsync(browser));

        var tables = pages.SelectMany(static page => page.QuerySelectorAll("main table")).Where(static table => table.Closest(".terms") is null).ToArray();
        Assert.Equal(17, tables.Length);
        Assert.All(tables, static table => Assert.NotNull(
            table.Closest("details, section")!.QuerySelector("a[href*='.csv'], button[value=rules]")));
        foreach (var file in pages.SelectMany(static page => page.QuerySelectorAll("a[href*='.csv']")).Select(static one => one.GetAttribute("href")!))
        {
            Assert.InRange((await LinesAsync(browser, file)).Count, 2, 100);
        }
    }

    [Fact]
    public async Task Files_of_the_overview_tell_the_period_that_is_shown()
    {
        await using var office = await FilledAsync();
        var browser = office.Browse();

        Assert.Equal(["Rank,Referrer,Name,Friends", "1,anna@shop.example,anna@shop.example,2"], await LinesAsync(browser, Prefix + "/leaders.csv?range=7d"));
        Assert.Equal("Purchasers,1", (await LinesAsync(browser, Prefix + "/funnel.csv?range=7d"))[^1]);
        var days = await LinesAsync(browser, Prefix + "/new-customers.csv?range=7d");
        Assert.Equal(("First day,Last day,Referred,Others", "2026-03-01,2026-03-01,2,0", 8), (days[0], days[^1], days.Count));
        Assert.Equal(14, (await LinesAsync(browser, Prefix + "/new-customers.csv?range=13w")).Count);
    }

    [Fact]
    public async Task Files_of_a_person_have_all_that_the_lists_have()
    {
        await using var office = await FilledAsync();
        var browser = office.Browse();

        var friends = await LinesAsync(browser, (await PersonAsync(browser, Office.Anna)).QuerySelector("a[href$='/friends.csv']")!.GetAttribute("href")!);
        Assert.Equal(3, friends.Count);
        Assert.Contains(friends, static line => line.StartsWith("ben@shop.example,2026-03-01T10:00:00Z,", StringComparison.Ordinal));
        var orders = await LinesAsync(browser, (await PersonAsync(browser, Office.Ben)).QuerySelector("a[href$='/orders.csv']")!.GetAttribute("href")!);
        Assert.Equal("L-1001,purchase,2026-03-01T12:00:00Z,80.00,0.00,EUR,\"10.00 EUR, 5.00 EUR\"", Assert.Single(orders.Skip(1)));
    }

    [Fact]
    public async Task Bans_events_and_versions_come_as_files()
    {
        await using var office = await FilledAsync();
        var browser = office.Browse();

        Assert.EndsWith(",'=spam", Assert.Single((await LinesAsync(browser, Prefix + "/reviews/bans.csv")).Skip(1)), StringComparison.Ordinal);
        Assert.Equal("1,InForce,,", Assert.Single((await LinesAsync(browser, Prefix + "/programs/versions.csv")).Skip(1)));
        Assert.Contains(await LinesAsync(browser, Prefix + "/events/letters.csv"), static line => line.Contains("sign_up.referred,", StringComparison.Ordinal));
        await using var quiet = await Office.StartAsync();
        Assert.Single(await LinesAsync(quiet.Browse(), Prefix + "/events/letters.csv"));
        Assert.Equal(HttpStatusCode.NotFound, (await quiet.Browse().GetAsync(Prefix + "/programs/versions.csv")).StatusCode);
    }

    [Fact]
    public async Task Trial_and_audit_are_downloaded_without_a_page_between()
    {
        await using var office = await FilledAsync();
        var browser = office.Browse();
        var page = await TryAsync(browser);

        var rules = await LinesAsync(await SubmitAsync(browser, page, "rules"));
        Assert.Contains(rules, static line => line.StartsWith("bring-a-friend,Referrer,1,10.00,1,20.00,10.00,EUR", StringComparison.Ordinal));
        var people = await LinesAsync(await SubmitAsync(browser, page, "people"));
        Assert.Contains("anna@shop.example,10.00,20.00,10.00,EUR", people);
        var audit = await browser.SubmitAsync(await browser.PageAsync(Prefix + "/audit"), "form[action$='/run']", ("verdict", "file"));
        Assert.Equal(["Code,Record,What was found"], await LinesAsync(audit));
    }

    /// <summary>Anna brought Ben, who bought, and Cora, who is banned since; a payout is on its way to Anna, and no event could be delivered.</summary>
    private static async Task<Office> FilledAsync()
    {
        var office = await Office.StartAsync(referrals: static r => r.StorePrograms().PublishEvents(static o => o.MaxAttempts = 1));
        await office.LiveAsync();
        var engine = office.Engine;
        _ = await engine.EnrollAsync(Enrollment.Of(Office.Cora));
        _ = await engine.Reviews.BanAsync(ReferrerBan.Impose(Office.Cora, "=spam").ReportedBy("mia"));
        _ = await engine.Reviews.DecideAsync(RewardReview.Of((await engine.Reviews.ListRewardsInReviewAsync()).Items.Single().Id).Approve());
        office.Clock.Advance(Duration.FromMinutes(1));
        Assert.Equal(1, (await engine.Payouts.StartAsync("march", Unit.Money("EUR"))).Started);
        _ = await engine.Events.DeliverAsync(new Failing());
        office.Clock.Advance(Duration.FromMinutes(1));
        return office;
    }

    private static async Task<IDocument> PersonAsync(Browser browser, CustomerId customer)
    {
        var answer = await browser.SubmitAsync(await browser.PageAsync(Prefix + "/people"), "form[role=search]", ("question", customer.Value));
        return await browser.PageAsync(answer.Headers.Location!.ToString());
    }

    private static async Task<IDocument> TryAsync(Browser browser) =>
        await Browser.ReadAsync(await SubmitAsync(browser, await browser.PageAsync(Prefix + "/programs/edit"), "try"));

    /// <summary>Twenty euros for whoever brings a friend, tried over the last month.</summary>
    private static Task<HttpResponseMessage> SubmitAsync(Browser browser, IDocument editor, string verdict)
    {
        var json = ProgramJson.Write(ReferralProgram.Create("spring", static p => p
            .Version(2)
            .Qualify(static q => q.On("purchase"))
            .RewardReferrer(static r => r.Named("bring-a-friend").Flat(20, "EUR"))));
        return browser.SubmitAsync(editor, "form[action$='/edit']", ("json", json), ("verdict", verdict), ("days", "30"), ("language", "en"));
    }

    private static async Task<IReadOnlyList<string>> LinesAsync(Browser browser, string path) => await LinesAsync(await browser.GetAsync(path));

    private static async Task<IReadOnlyList<string>> LinesAsync(HttpResponseMessage answer)
    {
        Assert.Equal((HttpStatusCode.OK, "text/csv"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.StartsWith("attachment; filename=", answer.Content.Headers.ContentDisposition?.ToString(), StringComparison.Ordinal);
        return (await answer.Content.ReadAsStringAsync()).TrimStart('\ufeff').Split(["\r\n", "\n"], StringSplitOptions.RemoveEmptyEntries);
    }

    private sealed class Failing : Events.IReferralEventHandler
    {
        public ValueTask HandleAsync(Events.ReferralEvent referralEvent, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("The receiver is down.");
    }
}
