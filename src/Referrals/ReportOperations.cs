using Referrals.Kpis;

namespace Referrals;

/// <summary>KPIs, and the reports that they need beyond conversions. See <see cref="ReferralEngine.Reports"/>.</summary>
public sealed class ReportOperations
{
    private readonly EngineScope _scope;

    internal ReportOperations(EngineScope scope) => _scope = scope;

    /// <summary>The KPIs of a window, computed from the journal.</summary>
    /// <param name="window">From when, until before when.</param>
    /// <param name="unit">The unit of revenue, margin and cost. What is in other units is counted apart, never added.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public async ValueTask<KpiReport> ComputeKpisAsync(
        KpiWindow window, Unit unit, CancellationToken cancellationToken = default)
    {
        var facts = new List<Fact>();
        await foreach (var fact in _scope.ReadJournalAsync(cancellationToken).ConfigureAwait(false))
        {
            facts.Add(fact);
        }

        return KpiReport.Compute(facts, window, unit);
    }

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
}
