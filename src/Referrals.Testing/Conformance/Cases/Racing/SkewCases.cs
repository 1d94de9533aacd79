using Referrals.Storage;
using Referrals.Testing.Conformance.Probing;
using static Referrals.Testing.Conformance.Probing.Sample;

namespace Referrals.Testing.Conformance.Cases.Racing;

/// <summary>
/// Write skew: two workers read the same, and each writes what the other has read. With guards one of the two must lose.
/// </summary>
internal static class SkewCases
{
    private const int Rounds = 25;

    internal static IEnumerable<StoreConformanceCase> All =>
    [
        new("skew", nameof(Guards_of_versions_let_only_one_of_two_through), Guards_of_versions_let_only_one_of_two_through),
        new("skew", nameof(Guards_of_absence_let_only_one_of_two_through), Guards_of_absence_let_only_one_of_two_through),
        new("skew", nameof(Guards_that_only_read_let_all_through), Guards_that_only_read_let_all_through),
    ];

    private static async Task Guards_of_versions_let_only_one_of_two_through(StoreProbe probe)
    {
        for (var round = 0; round < Rounds; round++)
        {
            RecordKey[] keys = [Customer(Numbered("left", round)), Customer(Numbered("right", round))];
            await probe.GivenAsync(Insert(keys[0], "1"), Insert(keys[1], "1")).ConfigureAwait(false);
            await OneOfTwoAsync(probe, worker => [StoreOperation.Require(keys[worker], 1), Replace(keys[1 - worker], 1, "2")]).ConfigureAwait(false);
        }
    }

    private static async Task Guards_of_absence_let_only_one_of_two_through(StoreProbe probe)
    {
        for (var round = 0; round < Rounds; round++)
        {
            RecordKey[] keys = [Customer(Numbered("left", round)), Customer(Numbered("right", round))];
            await OneOfTwoAsync(probe, worker => [StoreOperation.Require(keys[worker], 0), Insert(keys[1 - worker], "1")]).ConfigureAwait(false);
        }
    }

    private static async Task Guards_that_only_read_let_all_through(StoreProbe probe)
    {
        await probe.GivenAsync(Insert(RecordKey.Of(RecordKind.Code, "program"), "1")).ConfigureAwait(false);
        var outcomes = await Workers.RunAsync(
            probe,
            async (store, worker) => await store.CommitAsync(
                CommitBatch.Of(
                    probe.Partition, [StoreOperation.Require(RecordKey.Of(RecordKind.Code, "program"), 1), Insert(Fact(Numbered("f", worker)), "")]),
                probe.CancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        foreach (var outcome in outcomes)
        {
            Expect.Committed(outcome);
        }
    }

    private static async Task OneOfTwoAsync(StoreProbe probe, Func<int, StoreOperation[]> batch)
    {
        var outcomes = await Workers.RunAsync(
            probe,
            async (store, worker) => await store.CommitAsync(CommitBatch.Of(probe.Partition, batch(worker)), probe.CancellationToken).ConfigureAwait(false),
            count: 2).ConfigureAwait(false);
        Expect.Equal(1, outcomes.Count(outcome => outcome.Status == CommitStatus.Committed), "The number of workers that were let through");
    }
}
