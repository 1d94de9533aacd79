using System.Globalization;
using Referrals.Storage;
using Referrals.Tests.Storage.Conformance;

namespace Referrals.Tests.Storage.Interleaving;

/// <summary>
/// Deterministic simulation of the pipeline: thousands of orders in which four workers meet, with lost requests, lost answers and
/// killed workers. A failing seed is in the message and fails again. <c>REFERRALS_SEEDS=1000000 dotnet test</c> runs more.
/// </summary>
public sealed class InterleavingTests
{
    private static readonly int Seeds =
        int.TryParse(Environment.GetEnvironmentVariable("REFERRALS_SEEDS"), CultureInfo.InvariantCulture, out var seeds) ? seeds : 1000;

    [Fact]
    public void Invariants_hold_in_every_interleaving() => Parallel.For(0, Seeds, seed =>
    {
        if (Failure(() => InterleavedRun.CheckAsync(seed, new InMemoryReferralStore())) is { } failure)
        {
            throw new InvalidOperationException($"Seed {seed} fails: {failure.Message}", failure);
        }
    });

    /// <summary>
    /// The simulation is worth something only if it notices faults. A store that knows no event is not among them: whatever a decision
    /// reads is guarded at the commit, so a second effect does not come about even there. The conformance kit notices that store.
    /// </summary>
    [Theory]
    [InlineData("checks no version")]
    [InlineData("adds without bounds")]
    [InlineData("has no transaction")]
    [InlineData("ignores guards")]
    public void Simulation_notices_a_store_that(string fault) => Assert.Contains(
        Enumerable.Range(0, 300),
        seed => Failure(async () =>
        {
            await using var opened = await BrokenStores.All[fault].Make().OpenAsync(default);
            await InterleavedRun.CheckAsync(seed, opened.Store);
        }) is not null);

    /// <summary>What went wrong, or <c>null</c>. Everything runs on this thread, turn by turn, apart from the test runner's own scheduling.</summary>
    private static Exception? Failure(Func<Task> run)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var task = run();
            Assert.True(task.IsCompleted, "The simulation waits for something outside of it.");
            return task.Exception?.GetBaseException();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }
}
