namespace Referrals.Pipeline;

/// <summary>The names under which the SDK reports what it does. No tag ever holds a customer, a visitor or a code.</summary>
/// <example><code>
/// services.AddOpenTelemetry()
///     .WithTracing(tracing => tracing.AddSource(ReferralsTelemetry.SourceName))
///     .WithMetrics(metrics => metrics.AddMeter(ReferralsTelemetry.MeterName));
/// </code></example>
public static class ReferralsTelemetry
{
    /// <summary>The activity source.</summary>
    public const string SourceName = "Referrals";

    /// <summary>The meter.</summary>
    public const string MeterName = "Referrals";

    /// <summary>The activity of a decision: its loads and commits are inside of it.</summary>
    public const string DecideActivity = "referrals.decide";

    /// <summary>A counter: decisions, by program, version, input, code, and whether the input was reported before.</summary>
    public const string Decisions = "referrals.decisions";

    /// <summary>A histogram: how long a decision took with its loads and its commit, in seconds; by input and error.</summary>
    public const string DecisionDuration = "referrals.decision.duration";

    /// <summary>A histogram: how many attempts a decision took; more than one where other workers changed what it rests on. By input.</summary>
    public const string DecisionAttempts = "referrals.decision.attempts";

    /// <summary>
    /// A counter: rewards in units such as euros or points, by program, version, rule, unit and what became of them. Use it to watch a program; the
    /// books are the ledger.
    /// </summary>
    public const string Rewards = "referrals.rewards";

    /// <summary>Tag: the kind of the input, such as <c>sign_up</c> or <c>conversion</c>.</summary>
    public const string InputTag = "referrals.input";

    /// <summary>Tag: the code of the decision; see <see cref="DecisionCodes"/>.</summary>
    public const string CodeTag = "referrals.code";

    /// <summary>Tag: whether the input was reported before.</summary>
    public const string RepeatedTag = "referrals.repeated";

    /// <summary>Tag: the program.</summary>
    public const string ProgramTag = "referrals.program";

    /// <summary>Tag: the version of the program that decided.</summary>
    public const string VersionTag = "referrals.program_version";

    /// <summary>Tag, on activities only: how many attempts the decision took.</summary>
    public const string AttemptsTag = "referrals.attempts";

    /// <summary>Tag: the rule of a reward.</summary>
    public const string RuleTag = "referrals.rule";

    /// <summary>Tag: the unit of a reward, such as <c>EUR</c>.</summary>
    public const string UnitTag = "referrals.unit";

    /// <summary>Tag: what became of a reward: <c>granted</c>, <c>vested</c>, <c>reversed</c>, <c>expired</c> or <c>redeemed</c>.</summary>
    public const string MoveTag = "referrals.reward.move";

    /// <summary>The activity of a load.</summary>
    public const string LoadActivity = "referrals.store.load";

    /// <summary>The activity of a commit.</summary>
    public const string CommitActivity = "referrals.store.commit";

    /// <summary>A histogram: how long a load, commit, lease or settlement took, in seconds; by operation, outcome and error.</summary>
    public const string OperationDuration = "referrals.store.operation.duration";

    /// <summary>A counter: commits that met a change by another worker; by the kind of the first record in conflict.</summary>
    public const string Conflicts = "referrals.store.conflicts";

    /// <summary>
    /// A counter: messages of the outbox, by outcome. A message that is leased more often than it is settled waits for a handler that fails or is slow.
    /// </summary>
    public const string Messages = "referrals.outbox.messages";

    /// <summary>Tag: <c>load</c>, <c>commit</c>, <c>lease</c> or <c>settle</c>.</summary>
    public const string OperationTag = "referrals.store.operation";

    /// <summary>
    /// Tag: how a commit ended, as <see cref="Referrals.Storage.CommitStatus"/> names it; of a message <c>leased</c>, <c>delivered</c>, <c>postponed</c>,
    /// <c>set_aside</c>, or <c>lost</c> where its lease had ended before it was settled.
    /// </summary>
    public const string OutcomeTag = "referrals.store.outcome";

    /// <summary>Tag: the kind of a record, as <see cref="Referrals.Storage.RecordKind"/> names it.</summary>
    public const string RecordKindTag = "referrals.store.record_kind";

    /// <summary>Tag, on activities only: the partition, which is tenant and program.</summary>
    public const string PartitionTag = "referrals.partition";

    /// <summary>Tag, on activities only: how many keys were loaded, or how many operations the batch had.</summary>
    public const string SizeTag = "referrals.store.size";

    /// <summary>Tag: the type of the exception, as OpenTelemetry names it.</summary>
    public const string ErrorTag = "error.type";
}
