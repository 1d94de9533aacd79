using NodaTime;
using Referrals.Kpis.Reports;
using Referrals.Simulation.Comparisons;

namespace Referrals.Simulation;

/// <summary>
/// What a history would have come to under a changed program. <em>Then</em> is the stored program, decided again; <em>now</em> is the changed one.
/// </summary>
/// <remarks>It tells what the rules make of what people did. What people would have done under other rules it cannot know.</remarks>
public sealed record SimulationReport
{
    internal SimulationReport()
    {
    }

    /// <summary>The program.</summary>
    public ProgramId Program { get; internal init; }

    /// <summary>When the changed program goes live; <c>null</c> where it is in the place of all versions from the start.</summary>
    public Instant? HoldsFrom { get; internal init; }

    /// <summary>The first instant of the time that the report is about.</summary>
    public Instant From { get; internal init; }

    /// <summary>The first instant behind that time.</summary>
    public Instant Until { get; internal init; }

    /// <summary>How many inputs were decided under both programs; the passing of time is not counted.</summary>
    public long Inputs { get; internal init; }

    /// <summary>
    /// What each rule grants, by unit, side and name. With a change in the middle, only rewards that were granted from it on, and any
    /// earlier one that has come to something else.
    /// </summary>
    public IReadOnlyList<RuleComparison> Rules { get; internal init; } = [];

    /// <summary>Who gains and who loses: by unit, and then by how much, the largest difference first. Who is left with the same is not in it.</summary>
    public IReadOnlyList<PersonComparison> People { get; internal init; } = [];

    /// <summary>The rewards that appear, vanish or come to another amount, in the order in which they were earned.</summary>
    public IReadOnlyList<RewardChange> Rewards { get; internal init; } = [];

    /// <summary>The referrals that appear, vanish or are somebody else's, in the order of the sign-ups.</summary>
    public IReadOnlyList<ReferralChange> Referrals { get; internal init; } = [];

    /// <summary>The decisions that come out otherwise, the most frequent change first. The passing of time is not among them.</summary>
    public IReadOnlyList<OutcomeChange> Outcomes { get; internal init; } = [];

    /// <summary>How far budgets are used, and who loses by one that is used up.</summary>
    public IReadOnlyList<BudgetComparison> Budgets { get; internal init; } = [];

    /// <summary>Where all amounts are at the end: held, available, paid out, expired and so on, since the very first input.</summary>
    public IReadOnlyList<AccountComparison> Accounts { get; internal init; } = [];

    /// <summary>The KPIs of the time under the stored program: all of the catalogue.</summary>
    public KpiReport KpisThen { get; internal init; } = null!;

    /// <summary>The KPIs of the time under the changed program.</summary>
    public KpiReport KpisNow { get; internal init; } = null!;

    /// <summary>
    /// Where the stored program, decided again, did not lead to what is stored. Empty where the comparison starts from exactly what happened.
    /// Else a version is missing, a rule of the host was changed, or time was told to the engine late.
    /// </summary>
    public IReadOnlyList<OutcomeChange> Deviations { get; internal init; } = [];

    /// <summary>Versions that have decided and are not registered. The nearest one that is registered stood in for each.</summary>
    public IReadOnlyList<int> UnknownVersions { get; internal init; } = [];

    /// <summary>Whether the history had nothing to compare: then nothing is known of the changed program, and no check of its cost can pass.</summary>
    public bool IsEmpty => Inputs == 0;

    /// <summary>The units that either program gives.</summary>
    public IReadOnlyList<Unit> Units { get; internal init; } = [];

    /// <summary>
    /// Whether something was compared, and nothing at all comes out otherwise: no reward, no referral, no decision, and no amount is anywhere
    /// else at the end. An empty history is never the same: see <see cref="IsEmpty"/>.
    /// </summary>
    public bool IsSame =>
        !IsEmpty && Rewards.Count == 0 && Referrals.Count == 0 && Outcomes.Count == 0 && Accounts.All(static account => account.Difference.IsZero);

    /// <summary>What the changed program gives more in a unit, less what is taken back; below zero for less.</summary>
    /// <exception cref="ArgumentException">The unit is <c>default</c>, or one that neither program gives: a difference in it would always be zero.</exception>
    /// <exception cref="InvalidOperationException">Nothing was compared, so that the difference is not known.</exception>
    public Amount Difference(Unit unit)
    {
        if (IsEmpty)
        {
            throw new InvalidOperationException(
                $"Nothing was compared: from {From} until {Until} the history of the program '{Program}' has no inputs, so what the changed program costs "
                + "is not known. Simulate over a history that has some.");
        }

        return Units.Contains(unit)
            ? Rules.Where(rule => rule.Unit == unit).Aggregate(Amount.Zero(unit), static (sum, rule) => sum + rule.Difference)
            : throw new ArgumentException($"Neither program gives '{unit}'; they give {string.Join(", ", Units)}.", nameof(unit));
    }

    /// <summary>The report for people, as a plain text of tables; invariant culture.</summary>
    public string ToText() => SimulationText.Write(this);

    /// <summary>The same as <see cref="ToText"/>.</summary>
    public override string ToString() => ToText();
}
