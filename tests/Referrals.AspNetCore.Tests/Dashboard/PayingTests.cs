using System.Net;
using AngleSharp.Html.Dom;
using NodaTime;
using Referrals.AspNetCore.Tests.Hosting;

namespace Referrals.AspNetCore.Tests.Dashboard;

/// <summary>Payouts, from the start of a batch to what became of each, and events that were set aside.</summary>
public sealed class PayingTests
{
    private const string Payouts = "/admin/referrals/payouts";

    [Fact]
    public async Task Batch_is_started_once_and_each_payout_ends_as_the_bank_says()
    {
        await using var office = await Office.StartAsync(dashboard: static o => o.Recipients = static (customers, _) =>
            ValueTask.FromResult<IReadOnlyDictionary<CustomerId, string>>(customers.ToDictionary(static one => one, static _ => "DE02 1203")));
        await EarnAsync(office);
        var browser = office.Browse();
        var page = await browser.PageAsync(Payouts);
        Assert.Equal("10.00\u00a0EUR", page.QuerySelector(".tile b")?.TextContent);

        var answers = await Task.WhenAll(
            browser.SubmitAsync(page, "form[action$='/start']", ("batch", "2026-03")), browser.SubmitAsync(page, "form[action$='/start']", ("batch", "2026-03")));
        Assert.All(answers, static answer => Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode));
        var payout = await office.Engine.Payouts.ListOpenAsync().SingleAsync();

        var file = (await (await browser.GetAsync(Payouts + "/open.csv")).Content.ReadAsStringAsync()).Split("\r\n")[1];
        Assert.StartsWith($"{payout.Id},2026-03,1,anna@shop.example,anna@shop.example,DE02 1203,10.00,EUR,", file, StringComparison.Ordinal);

        page = await browser.PageAsync(Payouts);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SettleAsync(browser, page, "fail", string.Empty)).StatusCode);
        Assert.Equal("/admin/referrals/payouts?done=1", (await SettleAsync(browser, page, "fail", "account closed")).Headers.Location?.ToString());
        Assert.Equal((PayoutStatus.Failed, "account closed"), ((await office.Engine.Payouts.FindAsync(payout.Id))!.Status, (await office.Engine.Payouts.FindAsync(payout.Id))!.Reason));

        _ = await browser.SubmitAsync(await browser.PageAsync(Payouts), "form[action$='/start']", ("batch", "2026-03"));
        page = await browser.PageAsync(Payouts);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SettleAsync(browser, page, "confirm", string.Empty)).StatusCode);
        _ = await Task.WhenAll(SettleAsync(browser, page, "confirm", "statement 12"), SettleAsync(browser, page, "confirm", "statement 12"));
        var confirmation = Assert.Single(await office.DecidedAsync<PayoutConfirmation>());
        Assert.Equal(("mia", "statement 12"), (confirmation.Actor, confirmation.Reason));
        Assert.Empty(await office.Engine.Payouts.ListOpenAsync().ToListAsync());
    }

    [Fact]
    public async Task Who_may_not_pay_gets_neither_button_nor_file()
    {
        await using var office = await Office.StartAsync();
        await EarnAsync(office);
        var reviewer = office.Browse("rita", may: "Review");

        Assert.Empty((await reviewer.PageAsync(Payouts)).QuerySelectorAll("main form"));
        Assert.Equal(HttpStatusCode.Forbidden, (await reviewer.GetAsync(Payouts + "/open.csv")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await reviewer.SubmitAsync(await office.Browse().PageAsync(Payouts), "form[action$='/start']", ("batch", "x"))).StatusCode);
    }

    [Fact]
    public async Task Events_that_were_set_aside_are_brought_back()
    {
        await using var office = await Office.StartAsync(referrals: static r => r.PublishEvents(static o => o.MaxAttempts = 1));
        await office.LiveAsync();
        _ = await office.Engine.Events.DeliverAsync(new Failing());
        var browser = office.Browse();
        var page = await browser.PageAsync("/admin/referrals/events");
        var count = page.QuerySelectorAll("tbody tr").Length;
        Assert.InRange(count, 1, 100);
        Assert.Contains("events not delivered", (await browser.PageAsync("/admin/referrals")).QuerySelector(".hand")!.TextContent, StringComparison.Ordinal);

        var form = (IHtmlFormElement)page.QuerySelector("form[action$='/retry']")!;
        var answer = await browser.SendAsync(HttpMethod.Post, form.GetAttribute("action")!, new FormUrlEncodedContent(
            form.Elements.OfType<IHtmlInputElement>().Select(static input => KeyValuePair.Create(input.Name!, input.Value))));

        Assert.Equal($"/admin/referrals/events?done={count}", answer.Headers.Location?.ToString());
        Assert.Empty(await office.Engine.Events.ReadDeadLettersAsync().ToListAsync());
    }

    /// <summary>Anna has ten euros to be paid.</summary>
    private static async Task EarnAsync(Office office)
    {
        await office.LiveAsync();
        var reward = (await office.Engine.Reviews.ListRewardsInReviewAsync()).Items.Single();
        _ = await office.Engine.Reviews.DecideAsync(RewardReview.Of(reward.Id).Approve());
        office.Clock.Advance(Duration.FromMinutes(1));
    }

    private static Task<HttpResponseMessage> SettleAsync(Browser browser, AngleSharp.Dom.IDocument page, string verdict, string reason)
    {
        var form = (IHtmlFormElement)page.QuerySelector("form[action$='/settle']")!;
        return browser.SendAsync(HttpMethod.Post, form.GetAttribute("action")!, new FormUrlEncodedContent(
        [
            .. form.Elements.OfType<IHtmlInputElement>().Where(static input => input.Name != "reason").Select(static input => KeyValuePair.Create(input.Name!, input.Value)),
            KeyValuePair.Create("reason", reason), KeyValuePair.Create("verdict", verdict),
        ]));
    }

    private sealed class Failing : Events.IReferralEventHandler
    {
        public ValueTask HandleAsync(Events.ReferralEvent referralEvent, CancellationToken cancellationToken) => throw new InvalidOperationException("The receiver is down.");
    }
}
