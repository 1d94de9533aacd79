using System.Text.Json.Serialization;
using NodaTime;
using Referrals.Explanations;
using Referrals.Kpis;
using Referrals.Ledger;

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
    [JsonConverter(typeof(OptionalInstantJsonConverter))]
    public Instant? HoldsFrom { get; internal init; }

    /// <summary>The first instant of the time that the report is about.</summary>
    [JsonConverter(typeof(InstantJsonConverter))]
    public Instant From { get; internal init; }

    /// <summary>The first instant behind that time.</summary>
    [JsonConverter(typeof(InstantJsonConverter))]
    public Instant Until { get; internal init; }

    /// <summary>How many inputs were decided under both programs; the passing of time is not counted.</summary>
    public long Inputs { get; internal init; }

    /// <summary>
    /// What each rule grants, by unit, side and name. With a change in the middle, only rewards that were granted from it on, and any
    /// earlier one that has come to something else.
    /// </summary>
    public IReadOnlyList<RuleComparison> Rules { get; internal init => field = value.ToValueList(); } = ValueList<RuleComparison>.Empty;

    /// <summary>Who gains and who loses: by unit, and then by how much, the largest difference first. Who is left with the same is not in it.</summary>
    public IReadOnlyList<PersonComparison> People { get; internal init => field = value.ToValueList(); } = ValueList<PersonComparison>.Empty;

    /// <summary>The rewards that appear, vanish or come to another amount, in the order in which they were earned.</summary>
    public IReadOnlyList<RewardChange> Rewards { get; internal init => field = value.ToValueList(); } = ValueList<RewardChange>.Empty;

    /// <summary>The referrals that appear, vanish or are somebody else's, in the order of the sign-ups.</summary>
    public IReadOnlyList<ReferralChange> Referrals { get; internal init => field = value.ToValueList(); } = ValueList<ReferralChange>.Empty;

    /// <summary>The decisions that come out otherwise, the most frequent change first. The passing of time is not among them.</summary>
    public IReadOnlyList<OutcomeChange> Outcomes { get; internal init => field = value.ToValueList(); } = ValueList<OutcomeChange>.Empty;

    /// <summary>How far budgets are used, and who loses by one that is used up.</summary>
    public IReadOnlyList<BudgetComparison> Budgets { get; internal init => field = value.ToValueList(); } = ValueList<BudgetComparison>.Empty;

    /// <summary>Where all amounts are at the end: held, available, paid out, expired and so on, since the very first input.</summary>
    public IReadOnlyList<AccountComparison> Accounts { get; internal init => field = value.ToValueList(); } = ValueList<AccountComparison>.Empty;

    /// <summary>The KPIs of the time under the stored program: all of the catalogue.</summary>
    public KpiReport KpisThen { get; internal init; } = null!;

    /// <summary>The KPIs of the time under the changed program.</summary>
    public KpiReport KpisNow { get; internal init; } = null!;

    /// <summary>
    /// Where the stored program, decided again, did not lead to what is stored. Empty where the comparison starts from exactly what happened.
    /// Else a version is missing, a rule of the application was changed, or time was told to the engine late.
    /// </summary>
    public IReadOnlyList<OutcomeChange> Deviations { get; internal init => field = value.ToValueList(); } = ValueList<OutcomeChange>.Empty;

    /// <summary>Versions that have decided and are not registered. The nearest one that is registered stood in for each.</summary>
    public IReadOnlyList<int> UnknownVersions { get; internal init => field = value.ToValueList(); } = ValueList<int>.Empty;

    /// <summary>Whether the history had nothing to compare: then nothing is known of the changed program, and no check of its cost can pass.</summary>
    public bool IsEmpty => Inputs == 0;

    /// <summary>The units that either program gives.</summary>
    public IReadOnlyList<Unit> Units { get; internal init => field = value.ToValueList(); } = ValueList<Unit>.Empty;

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

/// <summary>What one account of the ledger holds at the end, all its owners together, under the stored program and under the changed one.</summary>
public sealed record AccountComparison
{
    internal AccountComparison()
    {
    }

    /// <summary>The unit.</summary>
    public Unit Unit { get; internal init; }

    /// <summary>The account.</summary>
    public LedgerAccount Account { get; internal init; }

    /// <summary>Under the stored program.</summary>
    public Amount Then { get; internal init; }

    /// <summary>Under the changed program.</summary>
    public Amount Now { get; internal init; }

    /// <summary>What the account holds more under the changed program; below zero for less.</summary>
    public Amount Difference => Now - Then;
}

/// <summary>The budget of one unit, under the stored program and under the changed one.</summary>
public sealed record BudgetComparison
{
    internal BudgetComparison()
    {
    }

    /// <summary>The unit.</summary>
    public Unit Unit { get; internal init; }

    /// <summary>Under the stored program; <c>null</c> where it has no budget of this unit.</summary>
    public BudgetUse? Then { get; internal init; }

    /// <summary>Under the changed program; <c>null</c> where it has no budget of this unit.</summary>
    public BudgetUse? Now { get; internal init; }

    /// <summary>
    /// The rewards that the stored program granted and that do not fit into the changed one's budget, in the order in which they were
    /// earned.
    /// </summary>
    public IReadOnlyList<RewardChange> Lost { get; internal init => field = value.ToValueList(); } = ValueList<RewardChange>.Empty;
}

/// <summary>How far a budget was used.</summary>
public sealed record BudgetUse
{
    internal BudgetUse()
    {
    }

    /// <summary>The whole budget.</summary>
    public Amount Budget { get; internal init; }

    /// <summary>What was granted out of it since the first input. What was taken back does not come back to a budget.</summary>
    public Amount Used { get; internal init; }

    /// <summary>When a reward did not fit any more for the first time; <c>null</c> where all of them fitted.</summary>
    [JsonConverter(typeof(OptionalInstantJsonConverter))]
    public Instant? UsedUpAt { get; internal init; }
}

/// <summary>Decisions that come out otherwise: those of one outcome which have come to another.</summary>
public sealed record OutcomeChange
{
    internal OutcomeChange()
    {
    }

    /// <summary>The code of the outcome to compare with.</summary>
    public string Then { get; internal init; } = string.Empty;

    /// <summary>The code of the outcome that it has come to.</summary>
    public string Now { get; internal init; } = string.Empty;

    /// <summary>How many decisions.</summary>
    public int Count { get; internal init; }

    /// <summary>The first few of them.</summary>
    public IReadOnlyList<OutcomeExample> Examples { get; internal init => field = value.ToValueList(); } = ValueList<OutcomeExample>.Empty;
}

/// <summary>One input that was decided in two ways, with the reasons of both.</summary>
public sealed record OutcomeExample
{
    internal OutcomeExample()
    {
    }

    /// <summary>The idempotency key of the input.</summary>
    public string Key { get; internal init; } = string.Empty;

    /// <summary>When it happened.</summary>
    [JsonConverter(typeof(InstantJsonConverter))]
    public Instant At { get; internal init; }

    /// <summary>Why it came out as it did.</summary>
    public required Explanation Then { get; init; }

    /// <summary>Why it comes out otherwise.</summary>
    public required Explanation Now { get; init; }
}

/// <summary>What one person earns in one unit, under the stored program and under the changed one.</summary>
public sealed record PersonComparison
{
    internal PersonComparison()
    {
    }

    /// <summary>Who.</summary>
    public CustomerId Customer { get; internal init; }

    /// <summary>In which unit.</summary>
    public Unit Unit { get; internal init; }

    /// <summary>Under the stored program.</summary>
    public required RewardSum Then { get; init; }

    /// <summary>Under the changed program.</summary>
    public required RewardSum Now { get; init; }

    /// <summary>What the person gains by the change; below zero for a loss, never zero.</summary>
    public Amount Difference => Now.Left - Then.Left;
}

/// <summary>A referral that appears, vanishes, or is somebody else's under the changed program.</summary>
public sealed record ReferralChange
{
    internal ReferralChange()
    {
    }

    /// <summary>The referred customer.</summary>
    public CustomerId Referee { get; internal init; }

    /// <summary>The referrer under the stored program; <c>null</c> where there is no referral.</summary>
    public CustomerId? Then { get; internal init; }

    /// <summary>The referrer under the changed program; <c>null</c> where there is no referral.</summary>
    public CustomerId? Now { get; internal init; }

    /// <summary>When the customer signed up.</summary>
    [JsonConverter(typeof(InstantJsonConverter))]
    public Instant At { get; internal init; }

    /// <summary>Why the side without the referral has none: the code of what refused it, or else of the decision; <c>null</c> where both have one.</summary>
    public string? Reason { get; internal init; }

    /// <summary>Such as <c>bob: referred by alice then, by nobody now (guard.same_email)</c>.</summary>
    public override string ToString()
    {
        var (then, now) = (Then?.Value ?? "nobody", Now?.Value ?? "nobody");
        return $"{Referee}: referred by {then} then, by {now} now{(Reason is null ? string.Empty : $" ({Reason})")}";
    }
}

/// <summary>
/// One reward that appears, vanishes, or comes to another amount under the changed program. A reward that is somebody else's then, or of another
/// unit, vanishes and appears.
/// </summary>
public sealed record RewardChange
{
    internal RewardChange()
    {
    }

    /// <summary>The reward: rule and conversion. A rule that was renamed gives other rewards.</summary>
    public RewardId Id { get; internal init; }

    /// <summary>Whose it is.</summary>
    public CustomerId Customer { get; internal init; }

    /// <summary>The incentive rule.</summary>
    public string Rule { get; internal init; } = string.Empty;

    /// <summary>The side of the rule.</summary>
    public Side Side { get; internal init; }

    /// <summary>When it was earned.</summary>
    [JsonConverter(typeof(InstantJsonConverter))]
    public Instant At { get; internal init; }

    /// <summary>What it comes to under the stored program; <c>null</c> where it is not granted.</summary>
    public RewardSum? Then { get; internal init; }

    /// <summary>What it comes to under the changed program; <c>null</c> where it is not granted.</summary>
    public RewardSum? Now { get; internal init; }

    /// <summary>
    /// Why the side that does not grant it does not: the code of the rule's refusal, such as <c>reward.cap_reached</c>, or else of the decision;
    /// <c>null</c> where both sides grant it, to whomever and in whatever unit.
    /// </summary>
    public string? Reason { get; internal init; }

    /// <summary>What the owner gains by the change; below zero for a loss.</summary>
    public Amount Difference => Now is null ? -Then!.Left : Then is null ? Now.Left : Now.Left - Then.Left;

    /// <summary>Such as <c>bonus:order-7 of alice: 10.00 USD then, not granted now (reward.cap_reached)</c>.</summary>
    public override string ToString()
    {
        var (then, now) = (Then is null ? "not granted then" : $"{Then.Left} then", Now is null ? "not granted now" : $"{Now.Left} now");
        return $"{Id} of {Customer}: {then}, {now}{(Reason is null ? string.Empty : $" ({Reason})")}";
    }
}

/// <summary>What rewards of one unit come to.</summary>
public sealed record RewardSum
{
    internal RewardSum()
    {
    }

    /// <summary>How many were granted.</summary>
    public int Rewards { get; internal init; }

    /// <summary>How much was granted.</summary>
    public required Amount Granted { get; init; }

    /// <summary>How much of it was taken back by refunds and reviews.</summary>
    public required Amount TakenBack { get; init; }

    /// <summary>What is left: granted less taken back, whether held, available, used or expired by the end.</summary>
    public Amount Left => Granted - TakenBack;

    /// <summary>Such as <c>12 rewards, 120.00 USD granted, 10.00 USD taken back, 110.00 USD left</c>.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Rewards} {(Rewards == 1 ? "reward" : "rewards")}, {Granted} granted, {TakenBack} taken back, {Left} left");

    internal static RewardSum Zero(Unit unit) => new() { Granted = Amount.Zero(unit), TakenBack = Amount.Zero(unit) };

    internal static RewardSum Sum(RewardSum left, RewardSum right) => new()
    {
        Rewards = checked(left.Rewards + right.Rewards),
        Granted = left.Granted + right.Granted,
        TakenBack = left.TakenBack + right.TakenBack,
    };
}

/// <summary>What one rule grants in one unit, under the stored program and under the changed one.</summary>
public sealed record RuleComparison
{
    internal RuleComparison()
    {
    }

    /// <summary>The unit.</summary>
    public Unit Unit { get; internal init; }

    /// <summary>Who gets the rewards.</summary>
    public Side Side { get; internal init; }

    /// <summary>The name of the incentive rule.</summary>
    public string Rule { get; internal init; } = string.Empty;

    /// <summary>Under the stored program; zero for a rule that only the changed one has.</summary>
    public required RewardSum Then { get; init; }

    /// <summary>Under the changed program; zero for a rule that it has not.</summary>
    public required RewardSum Now { get; init; }

    /// <summary>What the changed program gives more; below zero for less.</summary>
    public Amount Difference => Now.Left - Then.Left;
}
