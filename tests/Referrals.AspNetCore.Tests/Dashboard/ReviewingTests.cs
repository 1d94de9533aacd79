using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using NodaTime;
using Referrals.Tests;

namespace Referrals.AspNetCore.Tests.Dashboard;

/// <summary>What waits for a decision, and deciding it.</summary>
public sealed partial class ReviewingTests
{
    private const string Referrals = "/admin/referrals/reviews", Rewards = "/admin/referrals/reviews/rewards";

    [Fact]
    public async Task Held_referral_reads_as_approved()
    {
        await using var office = await Office.StartAsync(dashboard: static o => o.Names = NamesAsync);
        await office.LiveAsync();

        var html = await (await office.Browse().GetAsync(Referrals)).Content.ReadAsStringAsync();

        Approvals.Verify(Secrets().Replace(html, "$1…$2"));
    }

    [Fact]
    public async Task Form_that_is_sent_twice_decides_once_and_the_journal_knows_who_and_why()
    {
        await using var office = await Office.StartAsync();
        await office.LiveAsync();
        var browser = office.Browse("mia moss");
        var page = await browser.PageAsync(Referrals);

        var answers = await Task.WhenAll(
            browser.SubmitAsync(page, ".case form", ("reason", "called them"), ("verdict", "approve")),
            browser.SubmitAsync(page, ".case form", ("reason", "called them"), ("verdict", "approve")));

        Assert.All(answers, static answer => Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode));
        Assert.All(answers, static answer => Assert.Equal("/admin/referrals/reviews?done=1", answer.Headers.Location?.ToString()));
        var review = Assert.Single(await office.DecidedAsync<ReferralReview>());
        Assert.Equal(("mia moss", "called them", true), (review.Actor, review.Reason, review.IsApproved));
        var after = await browser.PageAsync(answers[0].Headers.Location!.ToString());
        Assert.Equal("Done: 1 was decided.", after.QuerySelector(".note")?.TextContent);
        Assert.Empty(after.QuerySelectorAll(".case"));
    }

    [Fact]
    public async Task Reward_is_rejected_with_its_reason()
    {
        await using var office = await Office.StartAsync();
        await office.LiveAsync();
        var browser = office.Browse();
        var page = await browser.PageAsync(Rewards);

        Assert.Equal("10.00\u00a0EUR for anna@shop.example", page.QuerySelector(".case h2")?.TextContent);
        Assert.Contains("amount: 80.00 EUR, required at least 50.00 EUR", string.Join("|", page.QuerySelectorAll(".evidence li").Select(static one => one.TextContent)), StringComparison.Ordinal);
        _ = await browser.SubmitAsync(page, ".case form", ("reason", "employee"), ("verdict", "reject"));

        var review = Assert.Single(await office.DecidedAsync<RewardReview>());
        Assert.Equal(("mia", "employee", false), (review.By, review.Reason, review.IsApproved));
        Assert.Empty((await office.Engine.Reviews.ListRewardsInReviewAsync()).Items);
    }

    [Fact]
    public async Task Many_are_decided_at_once_and_what_could_not_be_is_told()
    {
        await using var office = await Office.StartAsync();
        await office.LiveAsync();
        _ = await office.Engine.SignUpAsync(SignUp.Of(CustomerId.From("dan")).WithCode((await office.Engine.FindCodeAsync(Office.Anna))!.Code.Value));
        var browser = office.Browse();
        var page = await browser.PageAsync(Referrals);
        var bulk = page.QuerySelector<IHtmlFormElement>("#bulk")!;
        string[] items = [.. page.QuerySelectorAll("[form=bulk]").OfType<IHtmlInputElement>().Select(static box => box.Value)];
        Assert.Equal(2, items.Length);
        _ = await office.Engine.Reviews.DecideAsync(ReferralReview.Approve(Office.Cora));
        office.Clock.Advance(Duration.FromMinutes(1));

        var answer = await browser.SendAsync(HttpMethod.Post, bulk.GetAttribute("action")!, new FormUrlEncodedContent(
        [
            .. bulk.Elements.OfType<IHtmlInputElement>().Where(static input => input.Type == "hidden").Select(static input => KeyValuePair.Create(input.Name!, input.Value)),
            .. items.Append("made up").Select(static item => KeyValuePair.Create("item", item)),
            KeyValuePair.Create("reason", "same fair"), KeyValuePair.Create("verdict", "approve"),
        ]));

        Assert.Equal("/admin/referrals/reviews?done=1&not=1&why=review.not_held", answer.Headers.Location?.ToString());
        var told = (await browser.PageAsync(answer.Headers.Location!.ToString())).QuerySelectorAll(".note").Select(static note => note.TextContent);
        Assert.Contains(told, static note => note.StartsWith("1 could not be decided (", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_lacks_the_permission_sees_no_button_and_is_refused()
    {
        await using var office = await Office.StartAsync();
        await office.LiveAsync();
        var reader = office.Browse("rita", may: "Money");
        var page = await reader.PageAsync(Referrals);
        Assert.NotEmpty(page.QuerySelectorAll(".case"));
        Assert.Empty(page.QuerySelectorAll("form, button, input"));

        var form = await office.Browse().PageAsync(Referrals);
        var answer = await reader.SubmitAsync(form, ".case form", ("reason", "x"), ("verdict", "approve"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(await office.DecidedAsync<ReferralReview>());
    }

    [Fact]
    public async Task Dashboard_without_policies_only_reads()
    {
        await using var office = await Office.StartAsync(dashboard: static o => o.Operator = static _ => null);
        await office.LiveAsync();
        var page = await office.Browse().PageAsync(Referrals);

        Assert.Empty(page.QuerySelectorAll("button"));
        Assert.Equal(HttpStatusCode.Forbidden, (await office.Browse().SendAsync(
            HttpMethod.Post, "/admin/referrals/reviews/referrals/decide", new FormUrlEncodedContent([]))).StatusCode);
    }

    [Fact]
    public async Task Form_from_elsewhere_decides_nothing()
    {
        await using var office = await Office.StartAsync();
        await office.LiveAsync();
        var browser = office.Browse();
        var page = await browser.PageAsync(Referrals);

        var answer = await browser.SubmitAsync(page, ".case form", ("__RequestVerificationToken", "made up"), ("reason", "x"), ("verdict", "approve"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty(await office.DecidedAsync<ReferralReview>());
    }

    [Fact]
    public async Task Decision_without_a_reason_is_not_taken()
    {
        await using var office = await Office.StartAsync();
        await office.LiveAsync();
        var browser = office.Browse();
        var page = await browser.PageAsync(Referrals);

        var answer = await browser.SubmitAsync(page, ".case form", ("reason", "  "), ("verdict", "approve"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Empty(await office.DecidedAsync<ReferralReview>());
    }

    [Fact]
    public async Task Evidence_is_in_the_language_of_the_request()
    {
        await using var office = await Office.StartAsync();
        await office.LiveAsync();

        var page = await office.Browse().With("Accept-Language", "de-DE").PageAsync(Referrals);

        Assert.Equal("de", page.QuerySelector(".evidence ul")?.GetAttribute("lang"));
        Assert.Contains("Empfehlungen", page.QuerySelector(".evidence")!.TextContent, StringComparison.Ordinal);
    }

    /// <summary>The invariant culture calls itself "iv", which no browser knows.</summary>
    [Fact]
    public async Task Language_of_a_host_without_one_is_english()
    {
        await using var office = await Office.StartAsync(dashboard: static o => o.Culture = static _ => System.Globalization.CultureInfo.InvariantCulture);
        await office.LiveAsync();

        Assert.Equal("en", (await office.Browse().PageAsync(Referrals)).QuerySelector(".evidence ul")?.GetAttribute("lang"));
    }

    [Fact]
    public async Task Ids_stand_in_no_address_and_in_no_log()
    {
        await using var office = await Office.StartAsync();
        await office.LiveAsync();
        lock (office.Logged)
        {
            office.Logged.Clear();
        }

        var browser = office.Browse();
        foreach (var path in (string[])["/admin/referrals", Referrals, Rewards])
        {
            var page = await browser.PageAsync(path);
            Assert.DoesNotContain(page.QuerySelectorAll("[href], [action], input[value]"), static one =>
                string.Concat(one.GetAttribute("href"), one.GetAttribute("action"), one.GetAttribute("value")).Contains("shop.example", StringComparison.Ordinal));
        }

        _ = await browser.SubmitAsync(await browser.PageAsync(Referrals), ".case form", ("reason", "known"), ("verdict", "approve"));
        lock (office.Logged)
        {
            Assert.Contains(office.Logged, static line => line.Contains("/admin/referrals/reviews", StringComparison.Ordinal));
            Assert.DoesNotContain(office.Logged, static line => line.Contains("cora@", StringComparison.Ordinal) || line.Contains("anna@", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Table_for_a_spreadsheet_runs_no_formula()
    {
        await using var office = await Office.StartAsync();
        var code = (await office.Engine.EnrollAsync(Enrollment.Of(CustomerId.From("=HYPERLINK(\"//evil\")")))).Code.Value;
        foreach (var friend in (string[])["+1", "-2", "@sum", "a,b"])
        {
            _ = await office.Engine.SignUpAsync(SignUp.Of(CustomerId.From(friend)).WithCode(code));
        }

        var csv = await (await office.Browse().GetAsync("/admin/referrals/reviews/referrals.csv")).Content.ReadAsStringAsync();

        var rows = csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..];
        Assert.Equal(["'-2", "'@sum", "\"a,b\""], rows.Select(static row => row.StartsWith('"') ? row[..5] : row.Split(',')[0]));
        Assert.All(rows, static row => Assert.Contains("\"'=HYPERLINK(\"\"//evil\"\")\"", row, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Hostile_name_is_text()
    {
        await using var office = await Office.StartAsync(dashboard: static o => o.Names = static (customers, _) => ValueTask.FromResult<IReadOnlyDictionary<CustomerId, string>>(
            customers.ToDictionary(static one => one, static _ => "<img src=x onerror=alert(1)>")));
        await office.LiveAsync();
        foreach (var path in (string[])["/admin/referrals", Referrals, Rewards])
        {
            Assert.Empty((await office.Browse().PageAsync(path)).QuerySelectorAll("img"));
        }
    }

    [Fact]
    public async Task Message_that_somebody_made_up_is_not_shown()
    {
        await using var office = await Office.StartAsync();

        var page = await office.Browse().PageAsync(Referrals + "?not=1&why=Call+this+number");

        Assert.Empty(page.QuerySelectorAll(".note"));
    }

    private static ValueTask<IReadOnlyDictionary<CustomerId, string>> NamesAsync(IReadOnlyList<CustomerId> customers, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyDictionary<CustomerId, string>>(customers.ToDictionary(static one => one, static one => one.Value.Split('@')[0].ToUpperInvariant()));

    /// <summary>Sealed ids, tokens and keys are others at each request; so are the addresses of style and script with every change of theirs.</summary>
    [GeneratedRegex("(name=\"(?:__RequestVerificationToken|key|item)\" value=\"|/people/|/assets/)[^\"/]+(\"|/)")]
    private static partial Regex Secrets();
}
