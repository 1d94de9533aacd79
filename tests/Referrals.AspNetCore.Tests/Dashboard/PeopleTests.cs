using System.Net;
using AngleSharp.Dom;
using NodaTime;
using Referrals.AspNetCore.Tests.Hosting;

namespace Referrals.AspNetCore.Tests.Dashboard;

/// <summary>Finding people and orders, and what is told of them.</summary>
public sealed class PeopleTests
{
    private const string People = "/admin/referrals/people";

    [Theory]
    [InlineData("ben@shop.example", "ben@shop.example")]
    [InlineData("L-1001", "Order L-1001")]
    public async Task Search_leads_to_the_one_that_is_meant_and_the_question_stands_in_no_address(string question, string heading)
    {
        await using var office = await Office.StartAsync();
        await office.LiveAsync();
        var browser = office.Browse("rita", may: "");

        var answer = await browser.SubmitAsync(await browser.PageAsync(People), "form[role=search]", ("question", question));

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.DoesNotContain(question, answer.Headers.Location!.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(heading, (await browser.PageAsync(answer.Headers.Location.ToString())).QuerySelector("h1")?.TextContent);
    }

    [Fact]
    public async Task Code_leads_to_its_owner_and_a_name_to_all_who_have_it()
    {
        await using var office = await Office.StartAsync(dashboard: static o => o.Search = static (text, _) =>
            ValueTask.FromResult<IReadOnlyList<CustomerId>>(text == "Lee" ? [Office.Anna, Office.Ben] : []));
        await office.LiveAsync();
        var browser = office.Browse();
        var code = (await office.Engine.FindCodeAsync(Office.Anna))!.DisplayCode;

        var byCode = await browser.SubmitAsync(await browser.PageAsync(People), "form[role=search]", ("question", code.ToLowerInvariant()));
        Assert.Equal("anna@shop.example", (await browser.PageAsync(byCode.Headers.Location!.ToString())).QuerySelector("h1")?.TextContent);

        var byName = await Browser.ReadAsync(await browser.SubmitAsync(await browser.PageAsync(People), "form[role=search]", ("question", "Lee")));
        Assert.Equal(["anna@shop.example", "ben@shop.example"], byName.QuerySelectorAll(".list a").Select(static one => one.TextContent));

        var nobody = await Browser.ReadAsync(await browser.SubmitAsync(await browser.PageAsync(People), "form[role=search]", ("question", "<b>x")));
        Assert.Equal("Nothing is known of “<b>x”.", nobody.QuerySelector(".found p")?.TextContent);
    }

    [Fact]
    public async Task Person_has_a_story_a_statement_and_reasons()
    {
        await using var office = await Office.StartAsync();
        await office.LiveAsync();

        var browser = office.Browse();
        var page = await PersonAsync(browser, Office.Ben);

        var story = page.QuerySelectorAll(".timeline li b").Select(static one => one.TextContent).ToArray();
        Assert.Equal("The conversion earned a reward", story[0]);
        Assert.Contains("Signed up with a referral", story);
        Assert.Contains("amount: 80.00 EUR, required at least 50.00 EUR", page.QuerySelector(".timeline .checks")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("+5.00\u00a0EUR", page.QuerySelector("#statement-EUR")!.ParentElement!.TextContent, StringComparison.Ordinal);
        Assert.Equal("anna@shop.example", page.QuerySelectorAll(".tile").Single(static one => one.QuerySelector("dt")!.TextContent == "Referred by").QuerySelector("a")?.TextContent);
    }

    [Fact]
    public async Task Order_tells_what_was_looked_at_and_what_its_participants_read()
    {
        await using var office = await Office.StartAsync();
        await office.LiveAsync();
        _ = await office.Engine.ConvertAsync(Conversion.Of(Office.Cora, "L-1002", "purchase", Amount.Of(20, "EUR")));

        var browser = office.Browse();
        var cora = await PersonAsync(browser, Office.Cora);
        var order = await browser.PageAsync(cora.QuerySelector("a[href*='/orders/']")!.GetAttribute("href")!);

        Assert.Equal("Order L-1002", order.QuerySelector("h1")?.TextContent);
        Assert.Contains(order.QuerySelectorAll(".checks .Failed"), static one => one.TextContent.Contains("20.00 EUR, required at least 50.00 EUR", StringComparison.Ordinal));
        Assert.Contains("at least 50.00 EUR", order.QuerySelectorAll("dd")[0].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Made_up_address_leads_nowhere()
    {
        await using var office = await Office.StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await office.Browse().GetAsync(People + "/anna@shop.example")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await office.Browse().GetAsync("/admin/referrals/orders/L-1001")).StatusCode);
    }

    [Fact]
    public async Task Ban_and_its_end_keep_who_and_why()
    {
        await using var office = await Office.StartAsync();
        await office.LiveAsync();
        var browser = office.Browse();

        var banned = await browser.SubmitAsync(await PersonAsync(browser, Office.Anna), "form[action$='/ban']", ("reason", "sold the link"), ("verdict", "ban"));
        var page = await browser.PageAsync(banned.Headers.Location!.ToString());
        Assert.Contains("sold the link", page.QuerySelector(".note.warning")?.TextContent, StringComparison.Ordinal);
        Assert.Equal("anna@shop.example", (await browser.PageAsync("/admin/referrals/reviews/bans")).QuerySelector("tbody a")?.TextContent);

        office.Clock.Advance(Duration.FromMinutes(1));
        _ = await browser.SubmitAsync(page, "form[action$='/ban']", ("reason", "said sorry"), ("verdict", "lift"));
        Assert.Equal([("mia", false), ("mia", true)], (await office.DecidedAsync<ReferrerBan>()).Select(static ban => (ban.Actor!, ban.IsLifted)));
    }

    [Fact]
    public async Task Reward_by_hand_is_granted_once_however_often_the_form_is_sent()
    {
        await using var office = await Office.StartAsync();
        await office.LiveAsync();
        var browser = office.Browse();
        var page = await PersonAsync(browser, Office.Ben);
        (string, string)[] fields = [("amount", "7.50"), ("unit", "EUR"), ("reason", "parcel lost")];

        var answers = await Task.WhenAll(browser.SubmitAsync(page, "form[action$='/grant']", fields), browser.SubmitAsync(page, "form[action$='/grant']", fields));

        Assert.All(answers, static answer => Assert.EndsWith("?done=1", answer.Headers.Location!.ToString(), StringComparison.Ordinal));
        var grant = Assert.Single(await office.DecidedAsync<ManualReward>());
        Assert.Equal(("mia", "parcel lost", Amount.Of(7.5m, "EUR")), (grant.By, grant.Reason, grant.Amount));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.SubmitAsync(page, "form[action$='/grant']", ("amount", "1.005"), ("unit", "EUR"), ("reason", "x"))).StatusCode);
    }

    [Fact]
    public async Task Reward_is_taken_back_by_hand()
    {
        await using var office = await Office.StartAsync();
        await office.LiveAsync();
        var browser = office.Browse();
        var page = await PersonAsync(browser, Office.Ben);

        _ = await browser.SubmitAsync(
            page, "form[action$='/clawback']", ("item", page.QuerySelector("#clawback-item option")!.GetAttribute("value")!), ("reason", "employee"));

        var clawback = Assert.Single(await office.DecidedAsync<Clawback>());
        Assert.Equal(("mia", "employee"), (clawback.By, clawback.Reason));
        Assert.True((await office.Engine.GetBalancesAsync(Office.Ben))[0].Available.IsZero);
    }

    [Fact]
    public async Task Data_of_a_person_are_exported_and_erased_by_those_who_may()
    {
        await using var office = await Office.StartAsync(referrals: static r => r.UsePseudonyms(new byte[32]));
        await office.LiveAsync();
        var browser = office.Browse();
        var page = await PersonAsync(browser, Office.Ben);

        var data = await browser.SubmitAsync(page, "form[action$='/export']");
        Assert.Contains("ben@shop.example", await data.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await office.Browse("tom", may: "Review").SubmitAsync(page, "form[action$='/erase']", ("sure", "yes"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.SubmitAsync(page, "form[action$='/erase']", ("sure", ""))).StatusCode);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.SubmitAsync(page, "form[action$='/erase']", ("sure", "yes"), ("reason", ""))).StatusCode);

        var erased = await browser.SubmitAsync(page, "form[action$='/erase']", ("sure", "yes"), ("reason", "request 4711"));

        Assert.Equal("/admin/referrals/people?done=1", erased.Headers.Location?.ToString());
        Assert.Null(await office.Engine.FindCustomerAsync(Office.Ben));
        var kept = (await office.DecidedAsync<ReferralInput>()).Single(static input => input.GetType().Name == "Erasure");
        Assert.Equal("mia", kept.Actor);
        Assert.Contains("Reason = request 4711", kept.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Statement_comes_as_csv()
    {
        await using var office = await Office.StartAsync();
        await office.LiveAsync();
        var browser = office.Browse();
        var page = await PersonAsync(browser, Office.Ben);

        var csv = await (await browser.GetAsync(page.QuerySelector("a[href$='/statement.csv']")!.GetAttribute("href")!)).Content.ReadAsStringAsync();

        Assert.Contains("L-1001", csv, StringComparison.Ordinal);
        Assert.Contains(",5.00,EUR", csv, StringComparison.Ordinal);
    }

    private static async Task<IDocument> PersonAsync(Browser browser, CustomerId customer)
    {
        var answer = await browser.SubmitAsync(await browser.PageAsync(People), "form[role=search]", ("question", customer.Value));
        return await browser.PageAsync(answer.Headers.Location!.ToString());
    }
}
