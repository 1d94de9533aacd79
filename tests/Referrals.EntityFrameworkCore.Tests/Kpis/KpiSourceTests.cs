using NodaTime;
using Referrals.Kpis;
using Referrals.Operations;
using Referrals.Testing.Conformance;
using Referrals.Tests.Kpis;
using Referrals.Tests.Kpis.Columns;

namespace Referrals.EntityFrameworkCore.Tests.Kpis;

/// <summary>What the database groups is exactly what memory folds, and what memory folds in parts and merges.</summary>
public abstract class KpiSourceTests
{
    private static readonly Duration Day = Duration.FromDays(1);

    private static readonly KpiGrouping[] Groupings =
    [
        KpiGrouping.Everything,
        KpiGrouping.BySegment,
        KpiGrouping.ByProgram.And(KpiGrouping.ByChannel).And(KpiGrouping.ByVersion),
        KpiGrouping.ByReferrer(Team),
        KpiGrouping.BySegment.And(KpiGrouping.ByReferrer(Team)),
    ];

    internal abstract Task<IStoreUnderTest> DatabaseAsync();

    protected async Task AgreesOnTheShopAsync()
    {
        await using var opened = await OpenAsync();
        await StoredJournal.WriteAsync(opened.Store, StoredJournal.Spring, KpiVectors.Shop);

        await SameAsync(opened, KpiVectors.Shop, [KpiWindow.Of(KpiVectors.At("2025-01-01T00:00:00Z"), KpiVectors.At("2025-07-01T00:00:00Z"))], "H1");
        foreach (var zone in (string[])["UTC", "America/New_York", "Asia/Kolkata"])
        {
            await SameAsync(opened, KpiVectors.Shop, KpiPeriods.Months(new LocalDate(2025, 1, 1), 12, DateTimeZoneProviders.Tzdb[zone]), zone);
        }

        var weeks = KpiPeriods.Weeks(new LocalDate(2025, 1, 1), 70, DateTimeZone.Utc, IsoDayOfWeek.Sunday);
        await SameAsync(opened, KpiVectors.Shop, weeks, "weeks");
    }

    /// <summary>Each journal is a partition of its own, so that the others would be seen if partitions mixed.</summary>
    protected async Task AgreesOnAwkwardJournalsAsync(int seeds)
    {
        await using var opened = await OpenAsync();
        for (var seed = 0; seed < seeds; seed++)
        {
            var facts = RandomFacts.Make(seed, 250);
            var partition = Partition.Of(ProgramId.From($"program-{seed}"));
            await StoredJournal.WriteAsync(opened.Store, partition, facts);

            await SameAsync(opened, facts, Windows(new Random(seed)), $"seed {seed}", partition);
        }
    }

    protected async Task BordersAreHalfOpenAsync()
    {
        var windows = KpiPeriods.Days(new LocalDate(2025, 3, 29), 3, DateTimeZoneProviders.Tzdb["Europe/Paris"]);
        var microsecond = Duration.FromTicks(10);
        Instant[] times = [windows[1].From - microsecond, windows[1].From, windows[1].To - microsecond, windows[1].To];
        var facts = times.Select((at, i) => new Fact { Kind = FactKind.ShareRecorded, OccurredAt = at, Customer = CustomerId.From($"c{i}") }).ToArray();
        await using var opened = await OpenAsync();
        await StoredJournal.WriteAsync(opened.Store, StoredJournal.Spring, facts);

        var groups = await Source(opened).GroupsAsync(StoredJournal.Spring, KpiVectors.Usd, windows, KpiGrouping.Everything, default);

        Assert.Equal(Duration.FromHours(23), windows[1].Length);
        Assert.Equal([1L, 2L, 1L], groups[0].Totals.Select(t => t.Shares));
        await SameAsync(opened, facts, windows, "borders");
    }

    /// <summary>Months, or windows with gaps, empty ones, or finer borders than facts have, all of them hit by whole days.</summary>
    private static IReadOnlyList<KpiWindow> Windows(Random random)
    {
        var (start, tick) = (RandomFacts.Start, Duration.FromTicks(1));
        return random.Next(3) switch
        {
            0 => [KpiWindow.Of(start + (10 * Day), start + (45 * Day))],
            1 => [.. Enumerable.Range(0, 9).Select(week => KpiWindow.Of(start + (7 * week * Day), start + (7 * (week + 1) * Day)))],
            _ =>
            [
                KpiWindow.Of(start + (5 * Day), start + (5 * Day)),
                KpiWindow.Of(start + (6 * Day) + tick, start + (20 * Day) + tick),
                KpiWindow.Of(start + (25 * Day), start + (40 * Day)),
                KpiWindow.Of(start + (40 * Day), start + (40 * Day)),
                KpiWindow.Of(start + (40 * Day), start + (50 * Day)),
                KpiWindow.Of(start + (59 * Day), start + (70 * Day)),
                KpiWindow.Of(start + (80 * Day), start + (80 * Day)),
            ],
        };
    }

    private static async Task SameAsync(
        OpenedStore opened, IReadOnlyList<Fact> facts, IReadOnlyList<KpiWindow> windows, string name, Partition partition = default)
    {
        partition = partition == default ? StoredJournal.Spring : partition;
        var table = new FactTable(KpiVectors.Usd);
        table.Append(partition, facts);
        for (var i = 0; i < Groupings.Length; i++)
        {
            var expected = table.Groups(windows, Groupings[i]);

            var actual = await Source(opened).GroupsAsync(partition, KpiVectors.Usd, windows, Groupings[i], default);

            Assert.Equal(expected.Select(g => g.ToString()), actual.Select(g => g.ToString()));
            foreach (var (left, right) in expected.SelectMany(g => g.Totals).Zip(actual.SelectMany(g => g.Totals)))
            {
                Assert.True(left.Equals(right), $"{name}, grouping {i}, {left.Window}:\n{Printed(left)}\n{Printed(right)}");
            }
        }
    }

    private static string Printed(KpiTotals totals) => string.Join(
        ", ", typeof(KpiTotals).GetProperties().Select(p => $"{p.Name} {Text(p.GetValue(totals))}"));

    private static string Text(object? value) => value is System.Collections.IDictionary entries
        ? string.Join(" ", entries.Keys.Cast<object>().Select(key => $"[{key}: {entries[key]}]"))
        : $"{value}";

    private async Task<OpenedStore> OpenAsync() => await (await DatabaseAsync()).OpenAsync(default);

    private static IKpiSource Source(OpenedStore opened) => Assert.IsType<IKpiSource>(opened.Store, exactMatch: false);

    private static string Team(CustomerId customer) => customer.Value.Length % 2 == 0 ? "even" : "odd";
}
