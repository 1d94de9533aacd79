using Referrals.Storage;
using Referrals.Testing.Conformance.Probing;
using static Referrals.Testing.Conformance.Probing.Sample;

namespace Referrals.Testing.Conformance.Cases.Reading;

/// <summary>Whoever looks after a commit sees it.</summary>
internal static class VisibilityCases
{
    internal static IEnumerable<StoreConformanceCase> All =>
    [
        new("visibility", nameof(Another_instance_sees_each_commit_at_once), Another_instance_sees_each_commit_at_once),
        new("visibility", nameof(An_instance_opened_later_sees_what_a_closed_one_stored), An_instance_opened_later_sees_what_a_closed_one_stored),
        new("visibility", nameof(Conditions_are_checked_against_other_instances_commits), Conditions_are_checked_against_other_instances_commits),
    ];

    private static async Task Another_instance_sees_each_commit_at_once(StoreProbe probe)
    {
        var reader = await probe.OpenAsync().ConfigureAwait(false);
        await probe.GivenAsync(Insert(Customer("ann"), "1")).ConfigureAwait(false);
        for (var version = 1; version <= 50; version++)
        {
            var record = Expect.Exists(await LoadAsync(probe, reader, Customer("ann")).ConfigureAwait(false), Customer("ann"));
            Expect.Equal(version, record.Version, "The version that the other instance sees");
            await probe.GivenAsync(
                Replace(Customer("ann"), version, "x"), Insert(Fact(Numbered("f", version)), ""), StoreOperation.Add(Counter("n"), 1))
                .ConfigureAwait(false);
            var counter = Expect.Exists(await LoadAsync(probe, reader, Counter("n")).ConfigureAwait(false), Counter("n"));
            Expect.Equal(version, counter.Number, "The counter that the other instance sees");
        }

        var facts = 0;
        await foreach (var fact in reader.ScanAsync(probe.Partition, RecordKind.Fact, ScanRange.All, probe.CancellationToken).ConfigureAwait(false))
        {
            facts += fact.Version == 1 ? 1 : 0;
        }

        Expect.Equal(50, facts, "The number of facts that the other instance sees");
    }

    private static async Task An_instance_opened_later_sees_what_a_closed_one_stored(StoreProbe probe)
    {
        var first = await probe.OpenApartAsync().ConfigureAwait(false);
        await using (first.ConfigureAwait(false))
        {
            var batch = CommitBatch.Of(probe.Partition, [Insert(Customer("ann"), "1"), StoreOperation.Add(Counter("n"), 7)]);
            Expect.Committed(await first.Store.CommitAsync(batch, probe.CancellationToken).ConfigureAwait(false));
        }

        var second = await probe.OpenApartAsync().ConfigureAwait(false);
        await using (second.ConfigureAwait(false))
        {
            Expect.Exists(await LoadAsync(probe, second.Store, Customer("ann")).ConfigureAwait(false), Customer("ann"));
            Expect.Equal(7, (await LoadAsync(probe, second.Store, Counter("n")).ConfigureAwait(false))?.Number ?? 0, "The counter");
        }
    }

    private static async Task Conditions_are_checked_against_other_instances_commits(StoreProbe probe)
    {
        var other = await probe.OpenAsync().ConfigureAwait(false);
        await probe.GivenAsync(Insert(Customer("ann"), "1"), StoreOperation.Add(Counter("n"), 9)).ConfigureAwait(false);
        _ = await LoadAsync(probe, other, Customer("ann")).ConfigureAwait(false);
        await probe.GivenAsync(Replace(Customer("ann"), 1, "2"), StoreOperation.Add(Counter("n"), 1)).ConfigureAwait(false);
        var batch = CommitBatch.Of(probe.Partition, [Replace(Customer("ann"), 1, "mine"), StoreOperation.Add(Counter("n"), 1, maximum: 10)]);
        Expect.Conflict(await other.CommitAsync(batch, probe.CancellationToken).ConfigureAwait(false), Customer("ann"), Counter("n"));
    }

    private static async Task<StoredRecord?> LoadAsync(StoreProbe probe, IReferralStore store, RecordKey key) =>
        (await store.LoadAsync(probe.Partition, [key], probe.CancellationToken).ConfigureAwait(false)).Find(key);
}
