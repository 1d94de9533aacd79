using System.Diagnostics;
using System.Globalization;
using NodaTime;
using Referrals.Pipeline;
using Referrals.Simulation;
using Referrals.Storage;

namespace Referrals.Benchmarks;

/// <summary>
/// How fast a history is simulated, beside how fast the engine took it in over the in-memory store: journeys of a share, a click, a
/// sign-up and a conversion that rewards both sides.
/// </summary>
internal static class SimulationSpeed
{
    private const int Rounds = 5;
    private const string Id = "simulated";

    public static async Task<int> RunAsync(string[] args)
    {
        var inputs = args is [var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : 100_000;
        var program = StorageJourney.Program(Id);
        var engine = new ReferralEngine(
            new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program), randomness: new SeededRandomness(42));
        var journeys = await StorageJourney.PrepareAsync(engine, inputs / StorageJourney.InputsEach);
        var taken = Stopwatch.StartNew();
        foreach (var input in journeys)
        {
            await StorageJourney.SubmitAsync(engine, input);
        }

        Tell("engine over the in-memory store", journeys.Count, taken.Elapsed);
        var changed = ReferralProgram.Create(Id, p => p
            .Qualify(q => q.On("purchase").AtLeast(50, "EUR"))
            .RewardReferrer(r => r.Flat(12, "EUR").AtMost(100_000, "EUR").HeldFor(TimePeriod.Days(7)))
            .RewardReferee(r => r.Flat(2, "EUR"))
            .Budget(1_000_000_000, "EUR"));
        var history = await engine.Operations.ReadDecisionsAsync().ToListAsync();
        var decider = new ReferralDecider(program);

        // All holds end: one more decision for each conversion, on each side.
        var options = new SimulationOptions { Until = history[^1].Decision.OccurredAt + Duration.FromDays(30) };
        for (var round = 0; round < Rounds; round++)
        {
            var run = Stopwatch.StartNew();
            var report = ProgramSimulation.Run(history, decider, changed, options);
            Tell("ProgramSimulation.Run, both sides", report.Inputs, run.Elapsed);
            run.Restart();
            report = await engine.Operations.SimulateAsync(changed, options);
            Tell("SimulateAsync, read from the store", report.Inputs, run.Elapsed);
        }

        return 0;
    }

    private static void Tell(string what, long inputs, TimeSpan time) => Console.WriteLine(FormattableString.Invariant(
        $"{what,-40} {inputs,8:N0} inputs in {time.TotalSeconds,6:N2} s, {inputs / time.TotalSeconds,9:N0} per second"));
}
