using System.Globalization;
using NodaTime;
using Referrals.AspNetCore.Dashboard.Requests;
using Referrals.Ledger;

namespace Referrals.AspNetCore.Dashboard.Pages;

/// <summary>People and orders: finding them, and all that is known of one.</summary>
internal static class PeopleEndpoint
{
    internal const string Path = "/people";

    private const int Rows = 20, Page = 200, MaxQuestion = 128, DaysOfStatement = 366;

    internal static void Map(PageMap pages)
    {
        pages.Read(Path, static request => Task.FromResult(Show(request, null, [], null)));
        pages.Ask("/people/search", SearchAsync);
        pages.Read("/people/{person}", request => ForPersonAsync(request, ShowPersonAsync));
        pages.Read("/people/{person}/statement.csv", request => ForPersonAsync(request, static (one, customer) => StatementAsync(one, customer)));
        pages.Read("/people/{person}/friends.csv", request => ForPersonAsync(request, Friends));
        pages.Read("/people/{person}/rewards.csv", request => ForPersonAsync(request, Rewards));
        pages.Read("/people/{person}/orders.csv", request => ForPersonAsync(request, Orders));
        pages.Decide("/people/{person}/ban", DashboardPermission.Review, BanAsync);
        pages.Decide("/people/{person}/grant", DashboardPermission.Money, GrantAsync);
        pages.Decide("/people/{person}/clawback", DashboardPermission.Money, ClawBackAsync);
        pages.Decide("/people/{person}/export", DashboardPermission.Erase, ExportAsync);
        pages.Decide("/people/{person}/erase", DashboardPermission.Erase, EraseAsync);
        pages.Read("/orders/{order}", ShowOrderAsync);
    }

    private static IResult Show(DashboardRequest request, string? question, IReadOnlyList<CustomerId> people, string? order) =>
        PageResult.Of(request, "people.title", Path, PeoplePage.Of(new PeopleFound(request, question, people, order)));

    /// <summary>A code, an id, an order, or whatever the application finds by a name; one person alone is shown at once.</summary>
    private static async Task<IResult> SearchAsync(DashboardForm form)
    {
        var (request, question) = (form.Request, form["question"]);
        question = question[..Math.Min(question.Length, MaxQuestion)];
        if (question.Length == 0)
        {
            return PageResult.SeeOther(request, Path);
        }

        var found = new List<CustomerId>();
        if (await request.Engine.Codes.FindAsync(question, request.Aborted).ConfigureAwait(false) is { Owner: { } owner })
        {
            found.Add(owner);
        }

        if (CustomerId.TryFrom(question, out var id) && await request.Engine.FindCustomerAsync(id, request.Aborted).ConfigureAwait(false) is not null)
        {
            found.Add(id);
        }

        if (request.Site.Options.Search is { } search)
        {
            found.AddRange(await search(question, request.Aborted).ConfigureAwait(false));
        }

        CustomerId[] people = [.. found.Distinct().Take(Rows)];
        var decided = await request.Engine.Operations
            .ListDecisionsOfConversionAsync(question, take: 1, cancellationToken: request.Aborted).ConfigureAwait(false);
        var order = decided.Items.Count > 0 ? question : null;
        if (people.Length + (order is null ? 0 : 1) == 1)
        {
            return PageResult.SeeOther(request, order is null ? "/people/" + request.Site.Seal(people[0].Value) : "/orders/" + request.Site.Seal(order));
        }

        await request.NameAsync(people.Select(static one => (CustomerId?)one)).ConfigureAwait(false);
        return Show(request, question, people, order);
    }

    private static async Task<IResult> ForPersonAsync(DashboardRequest request, Func<DashboardRequest, CustomerId, Task<IResult>> show) =>
        PersonOf(request) is { } customer ? await show(request, customer).ConfigureAwait(false) : Gone(request);

    private static CustomerId? PersonOf(DashboardRequest request) =>
        CustomerId.TryFrom(request.Site.Unseal((string?)request.Context.Request.RouteValues["person"]), out var customer) ? customer : null;

    private static IResult Gone(DashboardRequest request) =>
        PageMap.Note(request, "form.gone.title", request.Texts["form.gone"], StatusCodes.Status404NotFound);

    private static async Task<IResult> ShowPersonAsync(DashboardRequest request, CustomerId customer)
    {
        var (engine, aborted) = (request.Engine, request.Aborted);
        if (await engine.FindCustomerAsync(customer, aborted).ConfigureAwait(false) is not { } overview)
        {
            return Gone(request);
        }

        var person = new PersonFound
        {
            Request = request,
            Address = "/people/" + (string)request.Context.Request.RouteValues["person"]!,
            Overview = overview,
            Friends = await engine.ListFriendsAsync(customer, request.Cursor("friends"), Rows, cancellationToken: aborted).ConfigureAwait(false),
            Rewards = await engine.ListRewardsAsync(customer, request.Cursor("rewards"), Rows, aborted).ConfigureAwait(false),
            Orders = await engine.ListConversionsAsync(customer, request.Cursor("orders"), Rows, aborted).ConfigureAwait(false),
            Decisions = await engine.Operations.ListDecisionsAsync(customer, request.Cursor("story"), Rows, aborted).ConfigureAwait(false),
            Statement = await engine.GetStatementAsync(
                customer, request.Now - Duration.FromDays(DaysOfStatement), request.Now + Duration.Epsilon, aborted).ConfigureAwait(false),
        };
        await request.NameAsync(
        [
            customer, overview.Referral?.Referrer,
            .. person.Friends.Items.Select(static one => one.Customer),
            .. person.Rewards.Items.Select(static one => one.Referee),
        ]).ConfigureAwait(false);
        return PageResult.Of(request, "people.title", Path, PersonPage.Of(person));
    }

    private static async Task<IResult> ShowOrderAsync(DashboardRequest request)
    {
        var order = request.Site.Unseal((string?)request.Context.Request.RouteValues["order"]);
        var decided = order is null ? null
            : await request.Engine.Operations.ListDecisionsOfConversionAsync(order, request.Cursor("after"), Rows, request.Aborted).ConfigureAwait(false);
        return decided is { Items.Count: > 0 }
            ? PageResult.Of(request, "order.title", Path, OrderPage.Of(new OrderFound(
                request, order!, "/orders/" + (string)request.Context.Request.RouteValues["order"]!, decided)))
            : Gone(request);
    }

    private static async Task<IResult> BanAsync(DashboardForm form)
    {
        var request = form.Request;
        if (PersonOf(request) is not { } customer)
        {
            return Gone(request);
        }

        if (form.Reason.Length == 0)
        {
            return PageMap.Note(request, "form.missing.title", request.Texts["form.reason.missing"], StatusCodes.Status422UnprocessableEntity);
        }

        var ban = form["verdict"] == "lift" ? ReferrerBan.Lift(customer, form.Reason) : ReferrerBan.Impose(customer, form.Reason);
        ban = ban.ReportedBy(form.Operator).WithKey(form.KeyOf(customer.Value));
        var decision = await request.Engine.Reviews.BanAsync(ban, request.Aborted).ConfigureAwait(false);
        return PageResult.SeeOther(request, "/people/" + request.Site.Seal(customer.Value) + FormOutcome.After(decision));
    }

    /// <summary>A reward by hand. Its id is the form's key, so that a form that is sent twice grants once.</summary>
    private static async Task<IResult> GrantAsync(DashboardForm form)
    {
        var request = form.Request;
        if (PersonOf(request) is not { } customer)
        {
            return Gone(request);
        }

        if (form.Reason.Length == 0)
        {
            return PageMap.Note(request, "form.missing.title", request.Texts["form.reason.missing"], StatusCodes.Status422UnprocessableEntity);
        }

        if (!decimal.TryParse(form["amount"], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) || value <= 0
            || !Unit.TryParse(form["unit"], out var unit) || !request.Units.Contains(unit) || !Amount.TryExact(value, unit, out var amount))
        {
            return PageMap.Note(request, "form.missing.title", request.Texts["person.grant.wrong"], StatusCodes.Status422UnprocessableEntity);
        }

        var grant = ManualReward.Of(form.KeyOf(customer.Value), customer, amount, form.Operator, form.Reason);
        var decision = await request.Engine.Reviews.GrantAsync(grant, request.Aborted).ConfigureAwait(false);
        return PageResult.SeeOther(request, "/people/" + request.Site.Seal(customer.Value) + FormOutcome.After(decision));
    }

    private static async Task<IResult> ClawBackAsync(DashboardForm form)
    {
        var request = form.Request;
        if (PersonOf(request) is not { } customer || request.Site.Unseal(form["item"]) is not { } reward)
        {
            return Gone(request);
        }

        if (form.Reason.Length == 0)
        {
            return PageMap.Note(request, "form.missing.title", request.Texts["form.reason.missing"], StatusCodes.Status422UnprocessableEntity);
        }

        var clawback = Clawback.Of(RewardId.From(reward), form.Operator, form.Reason).WithKey(form.KeyOf(reward));
        var decision = await request.Engine.Reviews.ClawBackAsync(clawback, request.Aborted).ConfigureAwait(false);
        return PageResult.SeeOther(request, "/people/" + request.Site.Seal(customer.Value) + FormOutcome.After(decision));
    }

    /// <summary>Everything that the program holds about a person, as they may demand it.</summary>
    private static Task<IResult> ExportAsync(DashboardForm form)
    {
        var request = form.Request;
        return Task.FromResult(PersonOf(request) is not { } customer ? Gone(request) : Results.Stream(
            async output =>
            {
                // The export writes as it reads; the server takes no synchronous writes.
                using var file = new MemoryStream();
                _ = await request.Engine.Privacy.ExportAsync(customer, file, request.Aborted).ConfigureAwait(false);
                file.Position = 0;
                await file.CopyToAsync(output, request.Aborted).ConfigureAwait(false);
            },
            "application/json",
            "person.json"));
    }

    private static async Task<IResult> EraseAsync(DashboardForm form)
    {
        var request = form.Request;
        if (PersonOf(request) is not { } customer)
        {
            return Gone(request);
        }

        if (form["sure"] != "yes")
        {
            return PageMap.Note(request, "form.missing.title", request.Texts["person.erase.unsure"], StatusCodes.Status422UnprocessableEntity);
        }

        if (form.Reason.Length == 0)
        {
            return PageMap.Note(request, "form.missing.title", request.Texts["form.reason.missing"], StatusCodes.Status422UnprocessableEntity);
        }

        try
        {
            var decision = await request.Engine.Privacy.EraseAsync(customer, form.Operator, form.Reason, request.Aborted).ConfigureAwait(false);
            return decision is null ? Gone(request) : PageResult.SeeOther(request, Path + FormOutcome.After(decision));
        }
        catch (ReferralsException exception)
        {
            return PageMap.Note(request, "form.expired.title", exception.Message, StatusCodes.Status409Conflict);
        }
    }

    private static async Task<IResult> StatementAsync(DashboardRequest request, CustomerId customer)
    {
        var statement = await request.Engine.GetStatementAsync(
            customer, Instant.FromUtc(1970, 1, 1, 0, 0), request.Now + Duration.Epsilon, request.Aborted).ConfigureAwait(false);
        var rows = statement.Units.SelectMany(static unit => unit.Lines).Select(static line => (IReadOnlyList<object?>)
        [
            line.At, line.Step, line.Words, line.Cause?.ConversionId, line.Pending, line.Available, line.Balance, line.Balance.Unit.Code,
        ]);
        return new CsvResult("statement", ["At", "Step", "What", "Order", "Pending", "Available", "Balance", "Unit"], rows.ToAsyncEnumerable());
    }

    private static Task<IResult> Friends(DashboardRequest request, CustomerId customer) => Task.FromResult<IResult>(CsvResult.OfPages(
        "friends",
        ["Friend", "Since", "Stage", "Channel", "Note"],
        cursor => request.Engine.ListFriendsAsync(customer, cursor, Page, cancellationToken: request.Aborted),
        one => [one.Customer?.Value, one.Since, one.Stage.ToString(), one.Channel?.Value, one.ToText(request.Words)]));

    private static Task<IResult> Rewards(DashboardRequest request, CustomerId customer) => Task.FromResult<IResult>(CsvResult.OfPages(
        "rewards",
        ["Reward", "Rule", "Side", "Order", "Friend", "Granted", "Available", "Taken back", "Expired", "Unit", "Granted at", "Stage"],
        cursor => request.Engine.ListRewardsAsync(customer, cursor, Page, request.Aborted),
        static one =>
        [
            one.Id.Value, one.Rule, one.Side.ToString(), one.ConversionId, one.Referee?.Value, one.Granted, one.Available,
            one.Reversed, one.Expired, one.Granted.Unit.Code, one.GrantedAt, one.Stage.ToString(),
        ]));

    /// <summary>Their orders, each with what came of it in every unit, such as "10.00 EUR, 50 points".</summary>
    private static Task<IResult> Orders(DashboardRequest request, CustomerId customer) => Task.FromResult<IResult>(CsvResult.OfPages(
        "orders",
        ["Order", "What", "At", "Amount", "Refunded", "Unit", "Granted"],
        cursor => request.Engine.ListConversionsAsync(customer, cursor, Page, request.Aborted),
        static one =>
        [
            one.Id, one.Name, one.At, one.Amount, one.Refunded, one.Amount?.Unit.Code,
            one.Rewards.Count == 0 ? null : string.Join(", ", one.Rewards.Select(static reward => reward.Granted.ToString())),
        ]));
}

/// <summary>What a search has found.</summary>
internal sealed record PeopleFound(DashboardRequest Request, string? Question, IReadOnlyList<CustomerId> People, string? Order);

/// <summary>An order and what was decided about it.</summary>
internal sealed record OrderFound(DashboardRequest Request, string Id, string Address, Page<DecidedInput> Decisions);

/// <summary>One person with everything that the program knows of them, a page of each list.</summary>
internal sealed record PersonFound
{
    internal required DashboardRequest Request { get; init; }

    /// <summary>The page's own path below the prefix.</summary>
    internal required string Address { get; init; }

    internal required CustomerOverview Overview { get; init; }

    internal required Page<Friend> Friends { get; init; }

    internal required Page<CustomerReward> Rewards { get; init; }

    internal required Page<CustomerConversion> Orders { get; init; }

    internal required Page<DecidedInput> Decisions { get; init; }

    internal required Statement Statement { get; init; }
}
