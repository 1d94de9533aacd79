using System.Runtime.CompilerServices;
using NodaTime;
using NodaTime.Text;
using Referrals.AspNetCore.Dashboard.Requests;

namespace Referrals.AspNetCore.Dashboard.Pages;

/// <summary>Paying out: starting a batch, its file for the bank, and what became of each payout.</summary>
internal static class PayoutsEndpoint
{
    internal const string Path = "/payouts";

    private const int Rows = 200, Chunk = 200, MaxBatch = 128;

    internal static void Map(PageMap pages)
    {
        pages.Read(Path, ShowAsync);
        pages.Read("/payouts/open.csv", DashboardPermission.Money, request => Task.FromResult<IResult>(new CsvResult(
            "payouts", ["Payout", "Batch", "Attempt", "Customer", "Name", "Recipient", "Amount", "Unit", "Fee", "Started at"], OpenRowsAsync(request, request.Aborted))));
        pages.Read("/payouts/due.csv", DashboardPermission.Money, request => Task.FromResult<IResult>(new CsvResult(
            "due", ["Customer", "Due", "Available", "Pending", "Unit", "Why not"], DueRowsAsync(request, UnitOf(request), request.Aborted))));
        pages.Decide("/payouts/start", DashboardPermission.Money, StartAsync);
        pages.Decide("/payouts/settle", DashboardPermission.Money, SettleAsync);
    }

    /// <summary>The units that the program pays out.</summary>
    private static Unit[] UnitsOf(DashboardRequest request) => request.Program.Payouts.Select(static rule => rule.Unit).ToArray() is { Length: > 0 } units
        ? units : [request.MoneyUnit];

    private static Unit UnitOf(DashboardRequest request)
    {
        var (units, asked) = (UnitsOf(request), request.Context.Request.Query["unit"].ToString());
        return units.FirstOrDefault(unit => unit.Code == asked, units[0]);
    }

    private static async Task<IResult> ShowAsync(DashboardRequest request)
    {
        var (open, unit) = (new List<Payout>(), UnitOf(request));
        await foreach (var payout in request.Engine.Payouts.ListOpenAsync(request.Aborted).Take(Rows + 1).ConfigureAwait(false))
        {
            open.Add(payout);
        }

        var (total, people) = (Amount.Zero(unit), 0);
        var reasons = new SortedDictionary<string, int>(StringComparer.Ordinal);
        await foreach (var due in request.Engine.Payouts.ListDueAsync(unit, cancellationToken: request.Aborted).ConfigureAwait(false))
        {
            if (due.IsDue)
            {
                (total, people) = (total + due.Amount, people + 1);
            }
            else if (due.Reason is { } reason)
            {
                reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
            }
        }

        await request.NameAsync(open.Take(Rows).Select(static one => one.Customer)).ConfigureAwait(false);
        return PageResult.Of(request, "payouts.title", Path, PayoutsPage.Of(new PayoutsFound
        {
            Request = request,
            Unit = unit,
            Units = UnitsOf(request),
            Total = total,
            People = people,
            Reasons = reasons,
            Open = [.. open.Take(Rows)],
            IsMore = open.Count > Rows,
        }));
    }

    /// <summary>
    /// Starts a payout for everybody who is due one, each under the operator's name. Sent again it starts nothing twice: a payout of the batch that
    /// is on its way, or has arrived, is not started again.
    /// </summary>
    private static async Task<IResult> StartAsync(DashboardForm form)
    {
        var (request, batch) = (form.Request, form["batch"]);
        if (batch.Length is 0 or > MaxBatch || !Unit.TryParse(form["unit"], out var unit) || !UnitsOf(request).Contains(unit))
        {
            return PageMap.Note(request, "form.missing.title", request.Texts["payouts.batch.missing"], StatusCodes.Status422UnprocessableEntity);
        }

        Instant? before = LocalDatePattern.Iso.Parse(form["before"]) is { Success: true } day ? request.Zone.AtStartOfDay(day.Value).ToInstant() : null;
        _ = await request.Engine.Operations.ProcessDueAsync(cancellationToken: request.Aborted).ConfigureAwait(false);
        var customers = new List<CustomerId>();
        await foreach (var due in request.Engine.Payouts.ListDueAsync(unit, before, request.Aborted).ConfigureAwait(false))
        {
            if (due.IsDue)
            {
                customers.Add(due.Customer);
            }
        }

        var decisions = new List<Decision>();
        foreach (var customer in customers)
        {
            var start = PayoutStart.Of(batch, customer, unit).ReportedBy(form.Operator);
            start = before is { } end ? start.OnlyEarnedBefore(end) : start;
            decisions.Add(await request.Engine.Payouts.StartAsync(start, request.Aborted).ConfigureAwait(false));
        }

        return PageResult.SeeOther(request, Path + FormOutcome.After(decisions));
    }

    /// <summary>Confirms or fails the payouts that the form names.</summary>
    private static async Task<IResult> SettleAsync(DashboardForm form)
    {
        var (request, isConfirmed) = (form.Request, form["verdict"] == "confirm");
        string[] payouts = [.. form.All("item").Select(request.Site.Unseal).OfType<string>().Distinct(StringComparer.Ordinal)];
        if (payouts.Length == 0 || form["verdict"] is not ("confirm" or "fail"))
        {
            return PageMap.Note(request, "form.missing.title", request.Texts["form.nothing.chosen"], StatusCodes.Status422UnprocessableEntity);
        }

        if (form.Reason.Length == 0)
        {
            return PageMap.Note(request, "form.missing.title", request.Texts["form.reason.missing"], StatusCodes.Status422UnprocessableEntity);
        }

        var decisions = new List<Decision>();
        foreach (var payout in payouts.Select(PayoutId.From))
        {
            ReferralInput outcome = isConfirmed
                ? PayoutConfirmation.Of(payout, form.Reason).ReportedBy(form.Operator).WithKey(form.KeyOf(payout.Value))
                : PayoutFailure.Of(payout, form.Reason).ReportedBy(form.Operator).WithKey(form.KeyOf(payout.Value));
            decisions.Add(await request.Engine.SubmitAsync(outcome, request.Aborted).ConfigureAwait(false));
        }

        return PageResult.SeeOther(request, Path + FormOutcome.After(decisions));
    }

    private static async IAsyncEnumerable<IReadOnlyList<object?>> OpenRowsAsync(
        DashboardRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in request.Engine.Payouts.ListOpenAsync(cancellationToken).Chunk(Chunk).ConfigureAwait(false))
        {
            CustomerId[] customers = [.. page.Select(static payout => payout.Customer).OfType<CustomerId>().Distinct()];
            await request.NameAsync(customers.Select(static one => (CustomerId?)one)).ConfigureAwait(false);
            var recipients = request.Site.Options.Recipients is { } ask && customers.Length > 0
                ? await ask(customers, cancellationToken).ConfigureAwait(false) : new Dictionary<CustomerId, string>();
            foreach (var payout in page)
            {
                yield return
                [
                    payout.Id.Value, payout.Batch, payout.Attempt, payout.Customer?.Value, payout.Customer is { } one ? request.NameOf(one) : null,
                    payout.Customer is { } known ? recipients.GetValueOrDefault(known) : null, payout.ToSend, payout.ToSend.Unit.Code,
                    payout.Fee, payout.StartedAt,
                ];
            }
        }
    }

    private static async IAsyncEnumerable<IReadOnlyList<object?>> DueRowsAsync(
        DashboardRequest request, Unit unit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var due in request.Engine.Payouts.ListDueAsync(unit, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            yield return
            [
                due.Customer.Value, due.IsDue ? due.Amount : Amount.Zero(unit), due.Available, due.Pending, unit.Code,
                due.Reason is { } reason ? FormOutcome.Phrase(request, reason) : null,
            ];
        }
    }
}

/// <summary>Payouts as they stand.</summary>
internal sealed record PayoutsFound
{
    internal required DashboardRequest Request { get; init; }

    internal required Unit Unit { get; init; }

    internal required IReadOnlyList<Unit> Units { get; init; }

    /// <summary>What a start now would pay.</summary>
    internal required Amount Total { get; init; }

    /// <summary>To how many.</summary>
    internal required int People { get; init; }

    /// <summary>How many are not due, by the code of the reason.</summary>
    internal required IReadOnlyDictionary<string, int> Reasons { get; init; }

    internal required IReadOnlyList<Payout> Open { get; init; }

    internal required bool IsMore { get; init; }
}
