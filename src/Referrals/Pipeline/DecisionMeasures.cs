using System.Collections.Frozen;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Serialization;

namespace Referrals.Pipeline;

/// <summary>Measures decisions: a span around each, how they ended, how long they took, and the rewards that they moved.</summary>
internal static class DecisionMeasures
{
    private static readonly FrozenDictionary<Type, string> Names = typeof(ReferralInput).GetCustomAttributes<JsonDerivedTypeAttribute>()
        .ToFrozenDictionary(static each => each.DerivedType, static each => (string)each.TypeDiscriminator!);

    private static readonly FrozenDictionary<FactKind, string> Moves = new Dictionary<FactKind, string>
    {
        [FactKind.RewardGranted] = "granted",
        [FactKind.RewardVested] = "vested",
        [FactKind.RewardReversed] = "reversed",
        [FactKind.RewardExpired] = "expired",
        [FactKind.RewardRedeemed] = "redeemed",
        [FactKind.RedemptionCancelled] = "redemption_cancelled",
    }.ToFrozenDictionary();

    internal static Activity? Start(Partition partition, ReferralInput input) => Instruments.Source.StartActivity(ReferralsTelemetry.DecideActivity)?
        .SetTag(ReferralsTelemetry.PartitionTag, partition.ToString())
        .SetTag(ReferralsTelemetry.InputTag, NameOf(input));

    internal static void Finish(Activity? activity, Partition partition, ReferralInput input, Decision decision, int attempts, TimeSpan took)
    {
        var version = decision.Explanation.ProgramVersion;
        _ = activity?
            .SetTag(ReferralsTelemetry.CodeTag, decision.Code)
            .SetTag(ReferralsTelemetry.RepeatedTag, decision.IsRepeated)
            .SetTag(ReferralsTelemetry.VersionTag, version)
            .SetTag(ReferralsTelemetry.AttemptsTag, attempts);
        var name = new KeyValuePair<string, object?>(ReferralsTelemetry.InputTag, NameOf(input));
        Instruments.Decisions.Add(
            1,
            new TagList
            {
                name,
                { ReferralsTelemetry.ProgramTag, partition.Program.Value },
                { ReferralsTelemetry.VersionTag, version },
                { ReferralsTelemetry.CodeTag, decision.Code },
                { ReferralsTelemetry.RepeatedTag, decision.IsRepeated },
            });
        Instruments.DecisionDuration.Record(took.TotalSeconds, name);
        Instruments.DecisionAttempts.Record(attempts, name);
        if (!decision.IsRepeated && Instruments.Rewards.Enabled)
        {
            Count(partition, decision);
        }
    }

    internal static void Fail(Activity? activity, ReferralInput input, Exception exception, TimeSpan took)
    {
        var error = exception.GetType().FullName;
        _ = activity?.SetTag(ReferralsTelemetry.ErrorTag, error).SetStatus(ActivityStatusCode.Error);
        Instruments.DecisionDuration.Record(
            took.TotalSeconds,
            new KeyValuePair<string, object?>(ReferralsTelemetry.InputTag, NameOf(input)),
            new KeyValuePair<string, object?>(ReferralsTelemetry.ErrorTag, error));
    }

    private static void Count(Partition partition, Decision decision)
    {
        foreach (var fact in decision.Facts)
        {
            if (Moves.TryGetValue(fact.Kind, out var move) && fact.Amount is { } amount)
            {
                Instruments.Rewards.Add(
                    (double)amount.Value,
                    new TagList
                    {
                        { ReferralsTelemetry.ProgramTag, partition.Program.Value },
                        { ReferralsTelemetry.VersionTag, fact.ProgramVersion },
                        { ReferralsTelemetry.RuleTag, fact.Rule },
                        { ReferralsTelemetry.UnitTag, amount.Unit.ToString() },
                        { ReferralsTelemetry.MoveTag, move },
                    });
            }
        }
    }

    private static string NameOf(ReferralInput input) => Names.GetValueOrDefault(input.GetType(), input.GetType().Name);
}
