using Referrals.Kpis;
using Referrals.Operations;
using Referrals.Pipeline;

namespace Referrals;

/// <summary>KPIs and leaderboards, and the reports that they need beyond conversions. See <see cref="ReferralEngine.Reports"/>.</summary>
public sealed class ReportOperations
{
    private readonly EngineScope _scope;

    internal ReportOperations(EngineScope scope) => _scope = scope;

    private IKpiSource Source => JournalKpis.Of(_scope.Store is MeasuredReferralStore measured ? measured.Inner : _scope.Store);

    /// <summary>The KPIs of a window. A store that can fold does so in the database; for any other the journal is read.</summary>
    /// <param name="window">From when, until before when.</param>
    /// <param name="unit">The unit of revenue, margin and cost. What is in other units is counted apart, never added.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public async ValueTask<KpiReport> ComputeKpisAsync(
        KpiWindow window, Unit unit, CancellationToken cancellationToken = default) =>
        KpiReport.Of((await ComputeTotalsAsync([window], unit, cancellationToken).ConfigureAwait(false))[0]);

    /// <summary>
    /// The totals of several windows at once, such as this month and the one before, or the weeks of a chart: one fold for all of them.
    /// <see cref="KpiReport.Of(KpiTotals)"/> makes KPIs of each.
    /// </summary>
    /// <param name="windows">Windows in order that do not overlap.</param>
    /// <param name="unit">The unit of revenue, margin and cost. What is in other units is counted apart, never added.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <returns>The totals, in the order of the windows.</returns>
    /// <exception cref="ArgumentException">The windows overlap or are out of order, or the unit is <c>default</c>.</exception>
    public async ValueTask<IReadOnlyList<KpiTotals>> ComputeTotalsAsync(
        IReadOnlyList<KpiWindow> windows, Unit unit, CancellationToken cancellationToken = default)
    {
        var groups = await Source.GroupsAsync(_scope.Partition, unit, windows, KpiGrouping.Everything, cancellationToken).ConfigureAwait(false);
        return groups.Count == 0 ? [.. windows.Select(window => KpiTotals.Zero(window, unit))] : groups[0].Totals;
    }

    /// <summary>
    /// Referrers by what happened in a window, best first: a sale in April of a friend who signed up in March counts in April. For sign-ups, shares and
    /// revenue a store that can fold does so in the database; first sales and rewards read the journal.
    /// </summary>
    /// <param name="window">From when, until before when.</param>
    /// <param name="unit">The unit of money; facts in other units do not count.</param>
    /// <param name="metric">What to rank by.</param>
    /// <param name="method">Which rank equal scores get.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public async ValueTask<Leaderboard> RankByPeriodAsync(
        KpiWindow window,
        Unit unit,
        LeaderboardMetric metric,
        RankMethod method = RankMethod.Competition,
        CancellationToken cancellationToken = default)
    {
        Func<KpiTotals, decimal>? score = metric switch
        {
            LeaderboardMetric.ReferredSignups => static totals => totals.Referred.Customers,
            LeaderboardMetric.ReferredRevenue => static totals => totals.Whole(totals.GrossRevenueMinor - totals.RefundedRevenueMinor),
            LeaderboardMetric.Shares => static totals => totals.Shares,
            _ => null,
        };
        if (score is not null)
        {
            return await RankAsync(window, unit, metric, method, score, cancellationToken).ConfigureAwait(false);
        }

        var table = new FactTable(unit);
        await foreach (var page in _scope.ReadJournalAsync(cancellationToken).Chunk(1_000).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            table.Append(_scope.Partition, page);
        }

        return await NamedAsync(Leaderboard.Of(table, window, metric, method), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Referrers by the friends who signed up in a window, best first: what those friends did until its end, and nobody else's. A sale in April of a friend
    /// who signed up in March counts in no cohort of April. A store that can fold does so in the database.
    /// </summary>
    /// <param name="window">From when, until before when.</param>
    /// <param name="unit">The unit of money; facts in other units do not count.</param>
    /// <param name="metric">Sign-ups, purchasers or revenue.</param>
    /// <param name="method">Which rank equal scores get.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <exception cref="ArgumentOutOfRangeException">Shares and rewards have no cohort of friends.</exception>
    public ValueTask<Leaderboard> RankByCohortAsync(
        KpiWindow window,
        Unit unit,
        LeaderboardMetric metric,
        RankMethod method = RankMethod.Competition,
        CancellationToken cancellationToken = default) => RankAsync(window, unit, metric, method, metric switch
        {
            LeaderboardMetric.ReferredSignups => static totals => totals.Referred.Customers,
            LeaderboardMetric.ReferredPurchasers => static totals => totals.Referred.Purchasers,
            LeaderboardMetric.ReferredRevenue => static totals => totals.Whole(totals.Referred.RevenueMinor),
            _ => throw new ArgumentOutOfRangeException(
                nameof(metric), metric, "A cohort of friends is ranked by sign-ups, purchasers or revenue. For shares and rewards use RankByPeriodAsync."),
        }, cancellationToken);

    /// <summary>Records a cost of the program, such as advertising or staff.</summary>
    /// <param name="cost">The cost, its channel and its day.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public ValueTask<Decision> RecordCostAsync(ProgramCost cost, CancellationToken cancellationToken = default) =>
        _scope.SubmitAsync(cost, cancellationToken);

    /// <summary>Records a customer's answer to a survey.</summary>
    /// <param name="answer">The customer and the score.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public ValueTask<Decision> RecordSurveyAsync(SurveyAnswer answer, CancellationToken cancellationToken = default) =>
        _scope.SubmitAsync(answer, cancellationToken);

    private async ValueTask<Leaderboard> RankAsync(
        KpiWindow window, Unit unit, LeaderboardMetric metric, RankMethod method, Func<KpiTotals, decimal> score, CancellationToken cancellationToken)
    {
        var groups = await Source.GroupsAsync(
            _scope.Partition, unit, [window], KpiGrouping.ByReferrer(static referrer => referrer.Value), cancellationToken).ConfigureAwait(false);
        var scores = groups.Where(static group => group.Key[^1].Length > 0)
            .Select(group => (Customer: CustomerId.From(group.Key[^1]), Score: score(group.Totals[0])));
        return await NamedAsync(Leaderboard.Of(window, metric, method, scores), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>With the persons as the application calls them; who was erased keeps the surrogate.</summary>
    private async ValueTask<Leaderboard> NamedAsync(Leaderboard board, CancellationToken cancellationToken)
    {
        var persons = await _scope.PersonsOfAsync([.. board.Entries.Select(static entry => entry.Customer)], cancellationToken).ConfigureAwait(false);
        return board.Named(persons);
    }
}
