using Referrals.Storage;
using Referrals.Testing.Conformance.Probing;
using static Referrals.Testing.Conformance.Probing.Sample;

namespace Referrals.Testing.Conformance.Cases.Racing;

/// <summary>Cancellation before, during and after.</summary>
internal static class CancellationCases
{
    private const int Rounds = 60;

    internal static IEnumerable<StoreConformanceCase> All =>
    [
        new("cancellation", nameof(A_call_with_a_cancelled_token_does_nothing), A_call_with_a_cancelled_token_does_nothing),
        new("cancellation", nameof(A_commit_cancelled_on_the_way_is_stored_whole_or_not_at_all), A_commit_cancelled_on_the_way_is_stored_whole_or_not_at_all),
        new("cancellation", nameof(Cancelling_after_the_answer_takes_nothing_back), Cancelling_after_the_answer_takes_nothing_back),
    ];

    private static async Task A_call_with_a_cancelled_token_does_nothing(StoreProbe probe)
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync().ConfigureAwait(false);
        var batch = CommitBatch.Of(probe.Partition, [Insert(Event("e"), ""), StoreOperation.Add(Counter("n"), 1)]);
        await Expect.CancelledAsync(
            async () => _ = await probe.Store.CommitAsync(batch, cancellation.Token).ConfigureAwait(false), "A commit").ConfigureAwait(false);
        await Expect.CancelledAsync(
            async () => _ = await probe.Store.LoadAsync(probe.Partition, [Event("e")], cancellation.Token).ConfigureAwait(false), "A load")
            .ConfigureAwait(false);
        await Expect.CancelledAsync(
            async () =>
            {
                var scan = probe.Store.ScanAsync(probe.Partition, RecordKind.Event, ScanRange.All, cancellation.Token);
                await foreach (var record in scan.ConfigureAwait(false))
                {
                    Expect.That(false, $"A cancelled scan gives no record; it gave {record.Key}.");
                }
            },
            "A scan").ConfigureAwait(false);
        Expect.Equal("", await probe.PictureAsync().ConfigureAwait(false), "The partition");
        Expect.Committed(await probe.Store.CommitAsync(batch, probe.CancellationToken).ConfigureAwait(false));
    }

    private static async Task A_commit_cancelled_on_the_way_is_stored_whole_or_not_at_all(StoreProbe probe)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var id = Numbered("e", round);
            var batch = CommitBatch.Of(
                probe.Partition,
                [
                    Insert(Event(id), ""), Insert(Customer(id), ""), Insert(LedgerLine(id), ""), Insert(Fact(id), ""),
                    StoreOperation.Add(Counter(id), 1),
                ]);
            var answered = await CommitCancelledAsync(probe, batch, TimeSpan.FromMicroseconds(round * 25)).ConfigureAwait(false);
            RecordKey[] keys = [.. batch.Operations.Select(operation => operation.Key)];
            var snapshot = await probe.Store.LoadAsync(probe.Partition, keys, probe.CancellationToken).ConfigureAwait(false);
            Expect.That(
                answered ? snapshot.Count == keys.Length : snapshot.Count == 0 || snapshot.Count == keys.Length,
                $"A cancelled commit is stored whole or not at all; {snapshot.Count} of its {keys.Length} records are there.");
        }
    }

    private static async Task Cancelling_after_the_answer_takes_nothing_back(StoreProbe probe)
    {
        using var cancellation = new CancellationTokenSource();
        var batch = CommitBatch.Of(probe.Partition, [Insert(Event("e"), ""), StoreOperation.Add(Counter("n"), 1)]);
        Expect.Committed(await probe.Store.CommitAsync(batch, cancellation.Token).ConfigureAwait(false));
        await cancellation.CancelAsync().ConfigureAwait(false);
        Expect.Exists(await probe.FindAsync(Event("e")).ConfigureAwait(false), Event("e"));
    }

    /// <summary>Whether the store answered that the batch is committed, before it noticed the cancellation.</summary>
    private static async Task<bool> CommitCancelledAsync(StoreProbe probe, CommitBatch batch, TimeSpan after)
    {
        using var cancellation = new CancellationTokenSource();
        var commit = Task.Run(async () => await probe.Store.CommitAsync(batch, cancellation.Token).ConfigureAwait(false));
        await Task.Delay(after).ConfigureAwait(false);
        await cancellation.CancelAsync().ConfigureAwait(false);
        try
        {
            Expect.Committed(await commit.ConfigureAwait(false));
            return true;
        }
        catch (Exception exception) when (exception is not StoreConformanceException)
        {
            // The outcome is unknown to the caller, whatever the exception.
            return false;
        }
    }
}
