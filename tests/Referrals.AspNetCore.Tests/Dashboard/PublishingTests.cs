using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Builder;
using NodaTime;
using Referrals.AspNetCore.Tests.Hosting;
using Referrals.Serialization;

namespace Referrals.AspNetCore.Tests.Dashboard;

/// <summary>Changes of a program that is kept in the store, from the editor to the end, each with who and why.</summary>
public sealed class PublishingTests
{
    private const string Programs = "/admin/referrals/programs", Editor = Programs + "/edit";

    [Fact]
    public async Task Version_is_written_published_with_a_word_about_its_warnings_and_decides()
    {
        await using var office = await StartAsync();
        var browser = office.Browse();
        var page = await browser.PageAsync(Editor);
        Assert.Equal(2, ProgramJson.Read(TextOf(page)).Version);

        var saved = await SaveAsync(browser, page, ProgramJson.Write(Open(2)), "more for friends");
        Assert.Equal(Programs + "/2?done=1", saved.Headers.Location?.ToString());
        page = await browser.PageAsync(Programs + "/2");
        Assert.Contains("draft", page.QuerySelector(".lead")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("$.incentives[0]", page.QuerySelector("[aria-labelledby=findings]")!.TextContent, StringComparison.Ordinal);

        var refused = await browser.SubmitAsync(page, "form[action$='/2/publish']", ("reason", "agreed"), ("move", "no"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("program.review_open", (await Browser.ReadAsync(refused)).QuerySelector(".checks")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(1, office.Engine.Programs.Find().Version);

        _ = await browser.SubmitAsync(page, "form[action$='/2/publish']", ("reason", "agreed with finance"), ("accepted", "a small circle"), ("move", "no"));
        office.Clock.Advance(Duration.FromSeconds(10));

        page = await browser.PageAsync(Programs);
        Assert.StartsWith("Version 2, in force", page.QuerySelector(".lead")!.TextContent, StringComparison.Ordinal);
        var history = page.QuerySelectorAll("[aria-labelledby=changes] tbody tr").Select(static row => row.TextContent).ToArray();
        Assert.Equal(2, history.Length);
        Assert.Contains("published version 2agreed with finance Warnings accepted: a small circle", history[0], StringComparison.Ordinal);
        Assert.Contains("miawrote version 2more for friends", history[1], StringComparison.Ordinal);
        var file = await (await browser.GetAsync(Programs + "/changes.csv")).Content.ReadAsStringAsync();
        Assert.Contains(",mia,Publish,2,,agreed with finance,a small circle", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_planned_can_be_taken_back()
    {
        await using var office = await StartAsync();
        var browser = office.Browse();
        _ = await SaveAsync(browser, await browser.PageAsync(Editor), ProgramJson.Write(Open(2)), "more");
        var publish = await browser.SubmitAsync(
            await browser.PageAsync(Programs + "/2"), "form[action$='/2/publish']", ("reason", "spring"), ("accepted", "small"), ("from", "2026-04-01T08:30"), ("move", "no"));
        Assert.Equal(HttpStatusCode.SeeOther, publish.StatusCode);
        var planned = (await office.Engine.Publishing.GetAsync()).Versions[^1];
        Assert.Equal((ProgramVersionStage.Planned, Instant.FromUtc(2026, 4, 1, 8, 30)), (planned.Stage, planned.From));

        _ = await browser.SubmitAsync(await browser.PageAsync(Programs + "/2"), "form[action$='/2/withdraw']", ("reason", "not yet"));

        Assert.Equal(ProgramVersionStage.Draft, (await office.Engine.Publishing.GetAsync()).Versions[^1].Stage);
    }

    [Theory]
    [InlineData("</textarea><script>alert(1)</script>", "program.not_json", "$")]
    [InlineData("""{"schema":1,"id":"spring","incentives":[{"flatt":"10 EUR"}]}""", "program.unknown_member", "$.incentives[0].flatt")]
    [InlineData("""{"schema":1,"id":"autumn","incentives":[{"name":"a","side":"Referrer","on":["purchase"],"flat":"10 EUR"}]}""", "", "$.")]
    public async Task Text_that_is_no_version_stays_in_the_editor_with_what_is_wrong_at_its_place(string json, string code, string place)
    {
        await using var office = await StartAsync();
        var browser = office.Browse();

        var answer = await SaveAsync(browser, await browser.PageAsync(Editor), json, "try");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await Browser.ReadAsync(answer);
        Assert.Equal(json, TextOf(page));
        Assert.Empty(page.QuerySelectorAll("script:not([src])"));
        var found = page.QuerySelectorAll("[aria-labelledby=findings] code").Select(static one => one.TextContent).ToArray();
        Assert.Contains(found, one => one.StartsWith(place, StringComparison.Ordinal) && one.Contains(code, StringComparison.Ordinal));
        Assert.Equal(0, (await office.Engine.Publishing.GetAsync()).Revision);
    }

    [Fact]
    public async Task Who_was_slower_is_told_what_the_other_did_and_keeps_the_text()
    {
        await using var office = await StartAsync();
        var (lea, max) = (office.Browse("lea"), office.Browse("max"));
        var (hers, his) = (await lea.PageAsync(Editor), await max.PageAsync(Editor));
        _ = await SaveAsync(lea, hers, ProgramJson.Write(Open(2)), "more for friends");
        var text = ProgramJson.Write(Open(3));

        var answer = await SaveAsync(max, his, text, "less for friends");

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var page = await Browser.ReadAsync(answer);
        var told = page.QuerySelector("[role=alert]")!.TextContent;
        Assert.Contains("lea: wrote version 2. Why: more for friends", told, StringComparison.Ordinal);
        Assert.Equal(text, TextOf(page).ReplaceLineEndings("\n"));
        Assert.Equal("less for friends", page.QuerySelector<IHtmlInputElement>("#reason")!.Value);
        Assert.Equal(HttpStatusCode.SeeOther, (await SaveAsync(max, page, text, "less for friends")).StatusCode);
        Assert.Equal([1, 2, 3], (await office.Engine.Publishing.GetAsync()).Versions.Select(static one => one.Version));
    }

    [Fact]
    public async Task Program_is_paused_resumed_ended_and_archived_and_a_stale_page_changes_nothing()
    {
        await using var office = await StartAsync();
        var browser = office.Browse();
        var stale = await browser.PageAsync(Programs);
        foreach (var (verdict, phase) in ((string, ProgramPhase)[])
            [("Pause", ProgramPhase.Paused), ("Resume", ProgramPhase.Running), ("EndSignUps", ProgramPhase.SignUpsEnded), ("End", ProgramPhase.Ended)])
        {
            var page = await browser.PageAsync(Programs);
            Assert.NotNull(page.QuerySelector($"button[value={verdict}]"));
            Assert.Equal(Programs + "?done=1", (await SteerAsync(browser, page, verdict)).Headers.Location?.ToString());
            office.Clock.Advance(Duration.FromSeconds(10));
            Assert.Equal(phase, (await office.Engine.Publishing.GetAsync()).Phase);
        }

        var late = await SteerAsync(office.Browse("max"), stale, "Pause");
        Assert.Equal(HttpStatusCode.BadRequest, late.StatusCode);
        late = await SteerAsync(browser, stale, "Pause", "again");
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains("mia: paused the program", (await Browser.ReadAsync(late)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        _ = await SteerAsync(browser, await browser.PageAsync(Programs), "Archive");
        Assert.True((await office.Engine.Publishing.GetAsync()).IsArchived);
        Assert.Empty((await browser.PageAsync(Programs)).QuerySelectorAll("main form"));
    }

    [Fact]
    public async Task Double_click_pauses_once()
    {
        await using var office = await StartAsync();
        var browser = office.Browse();
        var page = await browser.PageAsync(Programs);

        var answers = await Task.WhenAll(SteerAsync(browser, page, "Pause"), SteerAsync(browser, page, "Pause"));

        Assert.All(answers, static answer => Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode));
        Assert.Equal(1, (await office.Engine.Publishing.GetAsync()).Revision);
    }

    [Fact]
    public async Task Trial_says_who_gains_and_changes_nothing()
    {
        await using var office = await StartAsync();
        await office.LiveAsync();
        office.Clock.Advance(Duration.FromMinutes(1));
        var browser = office.Browse();

        var answer = await browser.SubmitAsync(
            await browser.PageAsync(Editor), "form[action$='/edit']", ("json", ProgramJson.Write(Open(2))), ("verdict", "try"), ("days", "30"), ("language", "fr"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var page = await Browser.ReadAsync(answer);
        var trial = page.QuerySelector("[aria-labelledby=trial]")!;
        Assert.Equal("The last 30 days under this version", trial.QuerySelector("h2")!.TextContent);
        var gain = trial.QuerySelectorAll("h3").Single(static one => one.TextContent == "Who gains most").ParentElement!;
        Assert.Contains("anna@shop.example10.00\u00a0EUR20.00\u00a0EUR+10.00\u00a0EUR", gain.TextContent.ReplaceLineEndings(string.Empty), StringComparison.Ordinal);
        Assert.NotEmpty(page.QuerySelectorAll(".terms[lang=fr]"));
        Assert.Equal(0, (await office.Engine.Publishing.GetAsync()).Revision);
    }

    [Fact]
    public async Task Who_may_not_publish_reads_and_is_refused()
    {
        await using var office = await StartAsync();
        var (rita, page) = (office.Browse("rita", may: "Review,Money,Erase"), await office.Browse("rita").PageAsync(Programs));

        Assert.Empty((await rita.PageAsync(Programs)).QuerySelectorAll("main form"));
        Assert.Equal(HttpStatusCode.Forbidden, (await rita.GetAsync(Editor)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await SteerAsync(rita, page, "Pause")).StatusCode);
        Assert.Equal(0, (await office.Engine.Publishing.GetAsync()).Revision);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("why", "tomorrow")]
    [InlineData("a\u0007b", "")]
    public async Task Change_without_a_reason_or_at_no_time_is_not_made(string reason, string from)
    {
        await using var office = await StartAsync();
        var browser = office.Browse();

        var answer = await browser.SubmitAsync(
            await browser.PageAsync(Programs), "form[action$='/steer']", ("reason", reason), ("from", from), ("verdict", "Pause"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(0, (await office.Engine.Publishing.GetAsync()).Revision);
    }

    [Fact]
    public async Task Program_from_code_alone_has_no_editor()
    {
        await using var office = await Office.StartAsync();
        var browser = office.Browse();

        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(Editor)).StatusCode);
        Assert.Empty((await browser.PageAsync(Programs)).QuerySelectorAll("main form"));
    }

    [Fact]
    public async Task Program_that_no_code_registers_begins_with_its_first_version_in_the_editor()
    {
        await using var office = await Office.StartAsync(
            static host => host.MapReferralsDashboard("/admin/referrals", ProgramId.From("autumn")).RequireAuthorization("Team"),
            referrals: static r => r.StorePrograms());
        var browser = office.Browse();
        foreach (var path in (string[])["", "/reviews", "/people", "/payouts", "/programs", "/events", "/audit"])
        {
            var empty = await browser.PageAsync("/admin/referrals" + path);
            Assert.Equal("No version yet", empty.QuerySelector("h1")!.TextContent);
            Assert.Equal(Editor, empty.QuerySelector(".empty a")!.GetAttribute("href"));
        }

        var page = await browser.PageAsync(Editor);
        var first = ProgramJson.Read(TextOf(page));
        Assert.Equal(("autumn", 1), (first.Id.Value, first.Version));
        Assert.Equal(Programs + "/1?done=1", (await SaveAsync(browser, page, TextOf(page), "the first")).Headers.Location?.ToString());
        _ = await browser.SubmitAsync(
            await browser.PageAsync(Programs + "/1"), "form[action$='/1/publish']", ("reason", "agreed"), ("accepted", "a small circle"), ("move", "no"));
        office.Clock.Advance(Duration.FromSeconds(10));

        Assert.StartsWith("Version 1, in force", (await browser.PageAsync(Programs)).QuerySelector(".lead")!.TextContent, StringComparison.Ordinal);
        foreach (var path in (string[])["", "/reviews", "/people", "/payouts", "/events", "/audit"])
        {
            Assert.NotEqual("No version yet", (await browser.PageAsync("/admin/referrals" + path)).QuerySelector("h1")!.TextContent);
        }
    }

    [Theory]
    [InlineData(Programs)]
    [InlineData(Programs + "/1")]
    [InlineData(Editor)]
    public async Task Pages_have_one_heading_ids_of_their_own_and_nothing_inline(string path)
    {
        await using var office = await StartAsync();

        var page = await office.Browse().PageAsync(path);

        _ = Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Equal(page.QuerySelectorAll("[id]").Length, page.QuerySelectorAll("[id]").Select(static one => one.Id).Distinct().Count());
        Assert.Empty(page.QuerySelectorAll("script:not([src]), style, [style]"));
    }

    private static Task<Office> StartAsync() => Office.StartAsync(referrals: static r => r.StorePrograms());

    /// <summary>Twenty euros for whoever brings a friend, without a limit or a hold.</summary>
    private static ReferralProgram Open(int version) => ReferralProgram.Create("spring", p => p
        .Version(version)
        .Links("https://shop.example/referrals/r/{code}")
        .Qualify(q => q.On("purchase"))
        .RewardReferrer(r => r.Named("bring-a-friend").Flat(20, "EUR")));

    private static string TextOf(IHtmlDocument page) => page.QuerySelector<IHtmlTextAreaElement>("#json")!.Value;

    private static Task<HttpResponseMessage> SaveAsync(Browser browser, IHtmlDocument page, string json, string reason) =>
        browser.SubmitAsync(page, "form[action$='/edit']", ("json", json), ("reason", reason), ("verdict", "save"));

    private static Task<HttpResponseMessage> SteerAsync(Browser browser, IHtmlDocument page, string verdict, string reason = "because") =>
        browser.SubmitAsync(page, "form[action$='/steer']", ("reason", reason), ("verdict", verdict));
}
