using Referrals.Storage;
using Referrals.Testing.Conformance.Probing;
using static Referrals.Testing.Conformance.Probing.Sample;

namespace Referrals.Testing.Conformance.Cases.Keeping;

/// <summary>Bounded counters.</summary>
internal static class CounterCases
{
    private static readonly RecordKey Budget = Counter("budget");

    internal static IEnumerable<StoreConformanceCase> All =>
    [
        new("counters", nameof(A_counter_begins_at_zero_and_adds_up), A_counter_begins_at_zero_and_adds_up),
        new("counters", nameof(The_maximum_is_reached_and_not_passed), The_maximum_is_reached_and_not_passed),
        new("counters", nameof(The_minimum_is_reached_and_not_passed), The_minimum_is_reached_and_not_passed),
        new("counters", nameof(A_first_addition_out_of_bounds_makes_no_counter), A_first_addition_out_of_bounds_makes_no_counter),
        new("counters", nameof(Bounds_are_about_the_result_and_not_the_step), Bounds_are_about_the_result_and_not_the_step),
        new("counters", nameof(Adding_zero_checks_the_bounds), Adding_zero_checks_the_bounds),
        new("counters", nameof(The_largest_number_is_kept_and_never_passed), The_largest_number_is_kept_and_never_passed),
        new("counters", nameof(The_smallest_number_is_kept_and_never_passed), The_smallest_number_is_kept_and_never_passed),
    ];

    private static async Task A_counter_begins_at_zero_and_adds_up(StoreProbe probe)
    {
        Expect.Missing(await probe.FindAsync(Budget).ConfigureAwait(false), Budget);
        await AddedAsync(probe, StoreOperation.Add(Budget, 5), 5).ConfigureAwait(false);
        await AddedAsync(probe, StoreOperation.Add(Budget, -7), -2).ConfigureAwait(false);
        await AddedAsync(probe, StoreOperation.Add(Budget, 2), 0).ConfigureAwait(false);
        var record = Expect.Exists(await probe.FindAsync(Budget).ConfigureAwait(false), Budget);
        Expect.Equal(1, record.Version, "A counter's version");
        Expect.Equal(0, record.Position, "A counter's position");
        Expect.Equal(0, record.Content.Value.Length, "The length of a counter's value");
    }

    private static async Task The_maximum_is_reached_and_not_passed(StoreProbe probe)
    {
        await AddedAsync(probe, StoreOperation.Add(Budget, 6, maximum: 10), 6).ConfigureAwait(false);
        await RefusedAsync(probe, StoreOperation.Add(Budget, 5, maximum: 10)).ConfigureAwait(false);
        await AddedAsync(probe, StoreOperation.Add(Budget, 4, maximum: 10), 10).ConfigureAwait(false);
        await RefusedAsync(probe, StoreOperation.Add(Budget, 1, maximum: 10)).ConfigureAwait(false);
    }

    private static async Task The_minimum_is_reached_and_not_passed(StoreProbe probe)
    {
        await AddedAsync(probe, StoreOperation.Add(Budget, 6, minimum: 0), 6).ConfigureAwait(false);
        await RefusedAsync(probe, StoreOperation.Add(Budget, -7, minimum: 0)).ConfigureAwait(false);
        await AddedAsync(probe, StoreOperation.Add(Budget, -6, minimum: 0), 0).ConfigureAwait(false);
        await RefusedAsync(probe, StoreOperation.Add(Budget, -1, minimum: 0)).ConfigureAwait(false);
    }

    private static async Task A_first_addition_out_of_bounds_makes_no_counter(StoreProbe probe)
    {
        await RefusedAsync(probe, StoreOperation.Add(Budget, 11, maximum: 10)).ConfigureAwait(false);
        await RefusedAsync(probe, StoreOperation.Add(Budget, -1, minimum: 0)).ConfigureAwait(false);
        await RefusedAsync(probe, StoreOperation.Add(Budget, 3, minimum: 5, maximum: 10)).ConfigureAwait(false);
        Expect.Missing(await probe.FindAsync(Budget).ConfigureAwait(false), Budget);
        await AddedAsync(probe, StoreOperation.Add(Budget, 5, minimum: 5, maximum: 5), 5).ConfigureAwait(false);
    }

    private static async Task Bounds_are_about_the_result_and_not_the_step(StoreProbe probe)
    {
        await AddedAsync(probe, StoreOperation.Add(Budget, 100), 100).ConfigureAwait(false);
        await AddedAsync(probe, StoreOperation.Add(Budget, 1, minimum: 100, maximum: 101), 101).ConfigureAwait(false);
        await RefusedAsync(probe, StoreOperation.Add(Budget, -1, maximum: 50)).ConfigureAwait(false);
        await AddedAsync(probe, StoreOperation.Add(Budget, -51, maximum: 50), 50).ConfigureAwait(false);
    }

    private static async Task Adding_zero_checks_the_bounds(StoreProbe probe)
    {
        await AddedAsync(probe, StoreOperation.Add(Budget, 7), 7).ConfigureAwait(false);
        await AddedAsync(probe, StoreOperation.Add(Budget, 0, minimum: 7, maximum: 7), 7).ConfigureAwait(false);
        await RefusedAsync(probe, StoreOperation.Add(Budget, 0, minimum: 8)).ConfigureAwait(false);
    }

    private static async Task The_largest_number_is_kept_and_never_passed(StoreProbe probe)
    {
        await AddedAsync(probe, StoreOperation.Add(Budget, long.MaxValue), long.MaxValue).ConfigureAwait(false);
        await RefusedAsync(probe, StoreOperation.Add(Budget, 1)).ConfigureAwait(false);
        await RefusedAsync(probe, StoreOperation.Add(Budget, long.MaxValue)).ConfigureAwait(false);
        await AddedAsync(probe, StoreOperation.Add(Budget, -long.MaxValue), 0).ConfigureAwait(false);
        await AddedAsync(probe, StoreOperation.Add(Budget, -1), -1).ConfigureAwait(false);
        await AddedAsync(probe, StoreOperation.Add(Budget, long.MaxValue), long.MaxValue - 1).ConfigureAwait(false);
        await AddedAsync(probe, StoreOperation.Add(Budget, 1), long.MaxValue).ConfigureAwait(false);
    }

    private static async Task The_smallest_number_is_kept_and_never_passed(StoreProbe probe)
    {
        await AddedAsync(probe, StoreOperation.Add(Budget, long.MinValue), long.MinValue).ConfigureAwait(false);
        await RefusedAsync(probe, StoreOperation.Add(Budget, -1)).ConfigureAwait(false);
        await RefusedAsync(probe, StoreOperation.Add(Budget, long.MinValue)).ConfigureAwait(false);
        await AddedAsync(probe, StoreOperation.Add(Budget, long.MaxValue), -1).ConfigureAwait(false);
        await RefusedAsync(probe, StoreOperation.Add(Budget, long.MinValue)).ConfigureAwait(false);
    }

    private static async Task AddedAsync(StoreProbe probe, StoreOperation add, long expected)
    {
        Expect.Committed(await probe.CommitAsync(add).ConfigureAwait(false));
        var record = Expect.Exists(await probe.FindAsync(add.Key).ConfigureAwait(false), add.Key);
        Expect.Equal(expected, record.Number, "The counter");
    }

    private static async Task RefusedAsync(StoreProbe probe, StoreOperation add)
    {
        var before = await probe.PictureAsync().ConfigureAwait(false);
        Expect.Conflict(await probe.CommitAsync(add).ConfigureAwait(false), add.Key);
        Expect.Equal(before, await probe.PictureAsync().ConfigureAwait(false), "The counters");
    }
}
