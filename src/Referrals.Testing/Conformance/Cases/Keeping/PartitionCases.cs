using Referrals.Storage;
using Referrals.Testing.Conformance.Probing;
using static Referrals.Testing.Conformance.Probing.Sample;

namespace Referrals.Testing.Conformance.Cases.Keeping;

/// <summary>Partitions never mix.</summary>
internal static class PartitionCases
{
    internal static IEnumerable<StoreConformanceCase> All =>
    [
        new("partitions", nameof(The_same_keys_live_in_each_partition_on_their_own), The_same_keys_live_in_each_partition_on_their_own),
        new("partitions", nameof(A_scan_sees_one_partition), A_scan_sees_one_partition),
        new("partitions", nameof(A_program_of_no_tenant_is_a_partition_of_its_own), A_program_of_no_tenant_is_a_partition_of_its_own),
        new("partitions", nameof(Partitions_that_differ_in_case_are_different), Partitions_that_differ_in_case_are_different),
    ];

    private static Task The_same_keys_live_in_each_partition_on_their_own(StoreProbe probe) =>
        ApartAsync(probe, probe.InPartition("one"), probe.InPartition("two"));

    private static Task A_program_of_no_tenant_is_a_partition_of_its_own(StoreProbe probe) =>
        ApartAsync(probe, probe.InPartition("alone"), Partition.Of(ProgramId.From(probe.Partition.Tenant.Value + ".alone")));

    private static Task Partitions_that_differ_in_case_are_different(StoreProbe probe) =>
        ApartAsync(probe, probe.InPartition("spring"), probe.InPartition("Spring"));

    private static async Task A_scan_sees_one_partition(StoreProbe probe)
    {
        for (var i = 0; i < 6; i++)
        {
            var partition = probe.InPartition(i % 2 == 0 ? "one" : "two");
            StoreOperation[] operations =
            [
                StoreOperation.Insert(Customer(Numbered("c", i)), Due("", Noon)),
                Insert(Fact(Numbered("f", i)), ""),
                StoreOperation.Add(Counter(Numbered("n", i)), 1),
            ];
            await CommitAsync(probe, partition, operations).ConfigureAwait(false);
        }

        foreach (var kind in (RecordKind[])[RecordKind.Customer, RecordKind.Fact, RecordKind.Counter])
        {
            var records = await probe.ScanAsync(probe.InPartition("two"), kind, ScanRange.All).ConfigureAwait(false);
            Expect.Equal(3, records.Count, $"The number of records of kind {kind}");
        }

        var due = await probe.ScanAsync(probe.InPartition("two"), RecordKind.Customer, ScanRange.DueUntil(Noon)).ConfigureAwait(false);
        Expect.Sequence(["c0001", "c0003", "c0005"], due.Select(record => record.Key.Id), "The due records");
    }

    private static async Task ApartAsync(StoreProbe probe, Partition left, Partition right)
    {
        StoreOperation[] operations =
        [
            Insert(Event("e"), "e"), Insert(Customer("ann"), "1"), Insert(LedgerLine("l"), "l"), StoreOperation.Add(Counter("n"), 5, maximum: 5),
        ];
        await CommitAsync(probe, left, operations).ConfigureAwait(false);
        Expect.Missing(await probe.FindAsync(right, Customer("ann")).ConfigureAwait(false), Customer("ann"));
        Expect.Missing(await probe.FindAsync(right, Counter("n")).ConfigureAwait(false), Counter("n"));
        await CommitAsync(probe, right, operations).ConfigureAwait(false);
        await CommitAsync(probe, right, Replace(Customer("ann"), 1, "2")).ConfigureAwait(false);
        var untouched = Expect.Exists(await probe.FindAsync(left, Customer("ann")).ConfigureAwait(false), Customer("ann"));
        Expect.Equal(1, untouched.Version, "The version in the other partition");
    }

    private static async Task CommitAsync(StoreProbe probe, Partition partition, params StoreOperation[] operations) =>
        Expect.Committed(await probe.Store.CommitAsync(CommitBatch.Of(partition, operations), probe.CancellationToken).ConfigureAwait(false));
}
