using Referrals.Storage;
using Referrals.Testing.Conformance.Probing;
using static Referrals.Testing.Conformance.Probing.Sample;

namespace Referrals.Testing.Conformance.Cases.Keeping;

/// <summary>Replacing by version.</summary>
internal static class VersionCases
{
    private static readonly RecordKey Ann = Customer("ann");

    internal static IEnumerable<StoreConformanceCase> All =>
    [
        new("versions", nameof(A_replace_counts_the_version_up_and_keeps_the_position), A_replace_counts_the_version_up_and_keeps_the_position),
        new("versions", nameof(A_replace_sets_and_clears_the_due_time), A_replace_sets_and_clears_the_due_time),
        new("versions", nameof(A_stale_version_is_refused), A_stale_version_is_refused),
        new("versions", nameof(A_version_that_is_yet_to_come_is_refused), A_version_that_is_yet_to_come_is_refused),
        new("versions", nameof(A_missing_record_is_not_replaced), A_missing_record_is_not_replaced),
    ];

    private static async Task A_replace_counts_the_version_up_and_keeps_the_position(StoreProbe probe)
    {
        await probe.GivenAsync(Insert(Ann, "1")).ConfigureAwait(false);
        var first = Expect.Exists(await probe.FindAsync(Ann).ConfigureAwait(false), Ann);
        for (var version = 1; version <= 3; version++)
        {
            await probe.GivenAsync(Replace(Ann, version, $"{version + 1}")).ConfigureAwait(false);
            var record = Expect.Exists(await probe.FindAsync(Ann).ConfigureAwait(false), Ann);
            Expect.Equal(version + 1, record.Version, "The version after the replace");
            Expect.Equal(first.Position, record.Position, "The position after the replace");
            Expect.Equal($"{version + 1}", TextOf(record), "The value after the replace");
        }
    }

    private static async Task A_replace_sets_and_clears_the_due_time(StoreProbe probe)
    {
        await probe.GivenAsync(Insert(Ann, "1")).ConfigureAwait(false);
        await probe.GivenAsync(StoreOperation.Replace(Ann, 1, Due("2", Noon))).ConfigureAwait(false);
        var due = Expect.Exists(await probe.FindAsync(Ann).ConfigureAwait(false), Ann).Content.DueAt;
        Expect.That(due == Noon, $"The due time must be {Noon}; it is {due}.");
        await probe.GivenAsync(Replace(Ann, 2, "3")).ConfigureAwait(false);
        due = Expect.Exists(await probe.FindAsync(Ann).ConfigureAwait(false), Ann).Content.DueAt;
        Expect.That(due is null, $"The due time must be gone; it is {due}.");
    }

    private static async Task A_stale_version_is_refused(StoreProbe probe)
    {
        await probe.GivenAsync(Insert(Ann, "1")).ConfigureAwait(false);
        await probe.GivenAsync(Replace(Ann, 1, "2")).ConfigureAwait(false);
        await RefusedAsync(probe, 1).ConfigureAwait(false);
    }

    private static async Task A_version_that_is_yet_to_come_is_refused(StoreProbe probe)
    {
        await probe.GivenAsync(Insert(Ann, "1")).ConfigureAwait(false);
        await RefusedAsync(probe, 2).ConfigureAwait(false);
    }

    private static async Task A_missing_record_is_not_replaced(StoreProbe probe)
    {
        await RefusedAsync(probe, 1).ConfigureAwait(false);
        Expect.Missing(await probe.FindAsync(Ann).ConfigureAwait(false), Ann);
    }

    private static async Task RefusedAsync(StoreProbe probe, long version)
    {
        var before = await probe.PictureAsync().ConfigureAwait(false);
        Expect.Conflict(await probe.CommitAsync(Replace(Ann, version, "new")).ConfigureAwait(false), Ann);
        Expect.Equal(before, await probe.PictureAsync().ConfigureAwait(false), "The partition");
    }
}
