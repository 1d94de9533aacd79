using Referrals.Pipeline;
using Referrals.Simulation;
using Referrals.Storage;
using Referrals.Tests.Decisions;
using Referrals.Tests.Decisions.Accounts;
using Referrals.Tests.Decisions.Guarding;
using Referrals.Tests.Decisions.Rules;

namespace Referrals.Tests.Simulation;

/// <summary>Histories for simulations: those of other tests, told to a real engine whose timer is on time.</summary>
internal static class SimulatedHistory
{
    internal static readonly NodaTime.Instant End = Story.Day(400);

    /// <summary>Program, inputs, and another program of the same kind, of every generator of random histories.</summary>
    internal static IEnumerable<(ReferralProgram Program, IReadOnlyList<ReferralInput> Inputs, ReferralProgram Other)> Random(int seed)
    {
        var other = unchecked(seed + 1);
        var (history, life, guarded, rules) = (new RandomHistory(seed), new RandomLife(seed), new GuardedHistory(seed), new RuleHistory(seed));
        yield return (history.Program, history.Inputs, new RandomHistory(other).Program);
        yield return (life.Program, [.. life.All], new RandomLife(other, steps: 0).Program);
        yield return (guarded.Program, guarded.Inputs, new GuardedHistory(other).Program);
        yield return (rules.Program, rules.Told, new RuleHistory(other, steps: 0).Program);
    }

    internal static ReferralEngine Engine(params ReferralProgram[] versions) => new(
        new InMemoryReferralStore(),
        versions.Aggregate(new ReferralsOptions(), static (options, program) => options.AddProgram(program)),
        randomness: new SeededRandomness(42));

    /// <summary>Tells inputs to an engine, and before each of them how late it is.</summary>
    internal static async Task<ReferralEngine> ToldAsync(ReferralProgram program, IEnumerable<ReferralInput> inputs)
    {
        var engine = Engine(program);
        await TellAsync(engine, inputs);
        _ = await engine.Operations.ProcessDueAsync(End);
        return engine;
    }

    internal static async Task TellAsync(ReferralEngine engine, IEnumerable<ReferralInput> inputs)
    {
        var clock = NodaTime.Instant.MinValue;
        foreach (var input in inputs.Where(static input => input is not (Vesting or ReviewDeadline or Expiration)))
        {
            clock = NodaTime.Instant.Max(clock, input.OccurredAt!.Value);
            _ = await engine.Operations.ProcessDueAsync(clock);
            _ = await engine.SubmitAsync(input);
        }
    }

    /// <summary>What the history of a program would have been under another one.</summary>
    internal static async Task<SimulationReport> SimulatedAsync(
        ReferralProgram program, ReferralProgram changed, params ReferralInput[] inputs)
    {
        var engine = Engine(program);
        await TellAsync(engine, inputs);
        var report = await engine.Operations.SimulateAsync(changed, new SimulationOptions { Until = End });
        Assert.Empty(report.Deviations);
        return report;
    }
}
