using Referrals.Storage;
using Referrals.Testing.Conformance.Probing;
using static Referrals.Testing.Conformance.Probing.Sample;

namespace Referrals.Testing.Conformance.Cases.Keeping;

/// <summary>Read guards.</summary>
internal static class RequireCases
{
    private static readonly RecordKey Guard = RecordKey.Of(RecordKind.Code, "guard");
    private static readonly RecordKey Ann = Customer("ann");

    internal static IEnumerable<StoreConformanceCase> All =>
    [
        new("require", nameof(A_guard_of_the_version_as_read_lets_the_batch_through), A_guard_of_the_version_as_read_lets_the_batch_through),
        new("require", nameof(A_guard_of_another_version_stops_the_batch), A_guard_of_another_version_stops_the_batch),
        new("require", nameof(A_guard_of_a_missing_record_stops_the_batch), A_guard_of_a_missing_record_stops_the_batch),
        new("require", nameof(A_guard_of_absence_lets_the_batch_through_and_leaves_no_trace), A_guard_of_absence_lets_the_batch_through_and_leaves_no_trace),
        new("require", nameof(A_guard_of_absence_stops_the_batch_once_the_record_exists), A_guard_of_absence_stops_the_batch_once_the_record_exists),
        new("require", nameof(Ledger_lines_and_facts_can_be_guarded), Ledger_lines_and_facts_can_be_guarded),
    ];

    private static async Task A_guard_of_the_version_as_read_lets_the_batch_through(StoreProbe probe)
    {
        await probe.GivenAsync(Insert(Guard, "1")).ConfigureAwait(false);
        await probe.GivenAsync(Replace(Guard, 1, "2")).ConfigureAwait(false);
        Expect.Committed(await probe.CommitAsync(StoreOperation.Require(Guard, 2), Insert(Ann, "new")).ConfigureAwait(false));
        var guard = Expect.Exists(await probe.FindAsync(Guard).ConfigureAwait(false), Guard);
        Expect.Equal(2, guard.Version, "The version of what was only guarded");
        Expect.Exists(await probe.FindAsync(Ann).ConfigureAwait(false), Ann);
    }

    private static async Task A_guard_of_another_version_stops_the_batch(StoreProbe probe)
    {
        await probe.GivenAsync(Insert(Guard, "1")).ConfigureAwait(false);
        await probe.GivenAsync(Replace(Guard, 1, "2")).ConfigureAwait(false);
        await StoppedAsync(probe, StoreOperation.Require(Guard, 1)).ConfigureAwait(false);
        await StoppedAsync(probe, StoreOperation.Require(Guard, 3)).ConfigureAwait(false);
    }

    private static async Task A_guard_of_a_missing_record_stops_the_batch(StoreProbe probe)
    {
        await StoppedAsync(probe, StoreOperation.Require(Guard, 1)).ConfigureAwait(false);
        Expect.Missing(await probe.FindAsync(Guard).ConfigureAwait(false), Guard);
    }

    private static async Task A_guard_of_absence_lets_the_batch_through_and_leaves_no_trace(StoreProbe probe)
    {
        Expect.Committed(await probe.CommitAsync(StoreOperation.Require(Guard, 0), Insert(Ann, "new")).ConfigureAwait(false));
        Expect.Missing(await probe.FindAsync(Guard).ConfigureAwait(false), Guard);
        Expect.Equal(0, (await probe.ScanAsync(Guard.Kind, ScanRange.All).ConfigureAwait(false)).Count, "The number of records of the guarded kind");
        Expect.Committed(await probe.CommitAsync(Insert(Guard, "now")).ConfigureAwait(false));
    }

    private static async Task A_guard_of_absence_stops_the_batch_once_the_record_exists(StoreProbe probe)
    {
        await probe.GivenAsync(Insert(Guard, "1")).ConfigureAwait(false);
        await StoppedAsync(probe, StoreOperation.Require(Guard, 0)).ConfigureAwait(false);
    }

    private static async Task Ledger_lines_and_facts_can_be_guarded(StoreProbe probe)
    {
        await probe.GivenAsync(Insert(LedgerLine("line"), "1")).ConfigureAwait(false);
        await StoppedAsync(probe, StoreOperation.Require(Fact("fact"), 1)).ConfigureAwait(false);
        var outcome = await probe.CommitAsync(
            StoreOperation.Require(LedgerLine("line"), 1), StoreOperation.Require(Fact("fact"), 0), Insert(Ann, "new")).ConfigureAwait(false);
        Expect.Committed(outcome);
        Expect.Missing(await probe.FindAsync(Fact("fact")).ConfigureAwait(false), Fact("fact"));
    }

    private static async Task StoppedAsync(StoreProbe probe, StoreOperation guard)
    {
        var before = await probe.PictureAsync().ConfigureAwait(false);
        var outcome = await probe.CommitAsync(guard, Insert(Ann, "new"), StoreOperation.Add(Counter("c"), 1)).ConfigureAwait(false);
        Expect.Conflict(outcome, guard.Key);
        Expect.Equal(before, await probe.PictureAsync().ConfigureAwait(false), "The partition");
    }
}
