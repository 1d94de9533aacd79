using NodaTime;
using Referrals.Kpis;
using Referrals.Operations;
using Referrals.Testing.Conformance;
using Referrals.Tests.Kpis;
using Referrals.Tests.Kpis.Columns;

namespace Referrals.EntityFrameworkCore.Tests.Kpis;

/// <summary>Live totals are those of a rebuild, whatever order facts come in, and whoever else reads and writes.</summary>
public abstract class LiveTotalsTests
{
    private static readonly IReadOnlyList<KpiWindow> Weeks =
        KpiPeriods.Weeks(new LocalDate(2025, 1, 1), 8, DateTimeZone.Utc, IsoDayOfWeek.Wednesday);

    internal abstract Task<IStoreUnderTest> DatabaseAsync();

    /// <summary>Facts come late and in any order; a second instance reads now and then.</summary>
    protected async Task EqualsRebuiltInAnyOrderAsync(int seeds)
    {
        var database = await DatabaseAsync();
        await using var writer = await database.OpenAsync(default);
        for (var seed = 0; seed < seeds; seed++)
        {
            var facts = RandomFacts.Make(seed, 200).ToArray();
            new Random(seed).Shuffle(facts);
            var partition = Partition.Of(ProgramId.From($"live-{seed}"));
            using var first = Live(partition);
            using var second = Live(partition);
            for (var i = 0; i < facts.Length; i += 20)
            {
                await StoredJournal.WriteAsync(writer.Store, partition, facts[i..(i + 20)], $"portion-{i}");
                await SameAsync(database, partition, first, $"seed {seed}, {i}");
                if (i % 60 == 0)
                {
                    await SameAsync(database, partition, second, $"seed {seed}, {i}, second instance");
                }
            }
        }
    }

    protected async Task FoldsOnlyWhatChangedAsync()
    {
        var database = await DatabaseAsync();
        await using var opened = await database.OpenAsync(default);
        using var live = Live(StoredJournal.Spring);
        await StoredJournal.WriteAsync(opened.Store, StoredJournal.Spring, [Share("a", Weeks[0].From)], "old");
        Assert.Equal(8, await FoldedAsync(live, opened));
        Assert.Equal(0, await FoldedAsync(live, opened));

        await StoredJournal.WriteAsync(opened.Store, StoredJournal.Spring, [Share("a", Weeks[6].From)], "new");
        Assert.Equal(2, await FoldedAsync(live, opened));
        Assert.Equal(0, await FoldedAsync(live, opened));

        await StoredJournal.WriteAsync(opened.Store, StoredJournal.Spring, [Share("b", Weeks[6].From - Duration.FromTicks(10))], "late");
        Assert.Equal(3, await FoldedAsync(live, opened));

        var signUp = new Fact { Kind = FactKind.SignedUp, OccurredAt = Weeks[7].From, Customer = CustomerId.From("a"), Segment = "smb" };
        await StoredJournal.WriteAsync(opened.Store, StoredJournal.Spring, [signUp], "moves-the-shares");
        Assert.Equal(8, await FoldedAsync(live, opened));

        var click = new Fact { Kind = FactKind.TouchRecorded, OccurredAt = Weeks[2].From, Referrer = CustomerId.From("d"), Subject = "s" };
        await StoredJournal.WriteAsync(opened.Store, StoredJournal.Spring, [click], "click");
        Assert.Equal(6, await FoldedAsync(live, opened));
        await StoredJournal.WriteAsync(
            opened.Store, StoredJournal.Spring, [signUp with { Customer = CustomerId.From("d") }], "moves-the-clicks");
        Assert.Equal(6, await FoldedAsync(live, opened));
        await SameAsync(database, StoredJournal.Spring, live, "at the end");
    }

    /// <summary>Several writers, each with commits of its own, while the dashboard is read all the time.</summary>
    protected async Task EqualsRebuiltAfterConcurrentWritersAsync(int writers)
    {
        var database = await DatabaseAsync();
        using var live = Live(StoredJournal.Spring);
        using var done = new CancellationTokenSource();
        var reader = Task.Run(async () =>
        {
            await using var opened = await database.OpenAsync(default);
            while (!done.IsCancellationRequested)
            {
                _ = await live.GroupsAsync(Source(opened), default);
            }
        });
        await Task.WhenAll(Enumerable.Range(0, writers).Select(async writer =>
        {
            await using var opened = await database.OpenAsync(default);
            foreach (var (fact, i) in RandomFacts.Make(writer, 100).Select((fact, i) => (fact, i)).Where(f => f.fact.Kind != FactKind.SignedUp))
            {
                await StoredJournal.WriteAsync(opened.Store, StoredJournal.Spring, [fact], $"writer-{writer}-{i}");
            }
        }));
        await done.CancelAsync();
        await reader;

        await SameAsync(database, StoredJournal.Spring, live, "after all writers");
    }

    internal static LiveTotals Live(Partition partition) => new(partition, KpiVectors.Usd, Weeks, KpiGrouping.BySegment);

    internal static Fact Share(string customer, Instant at) =>
        new() { Kind = FactKind.ShareRecorded, OccurredAt = at, Customer = CustomerId.From(customer), Subject = "s" };

    internal static Instant StartOf(int week) => Weeks[week].From;

    internal static IKpiSource Source(OpenedStore opened) => Assert.IsType<IKpiSource>(opened.Store, exactMatch: false);

    internal static async Task<int> FoldedAsync(LiveTotals live, OpenedStore opened)
    {
        _ = await live.GroupsAsync(Source(opened), default);
        return live.WindowsFolded;
    }

    internal static async Task SameAsync(IStoreUnderTest database, Partition partition, LiveTotals live, string name)
    {
        await using var opened = await database.OpenAsync(default);
        var actual = await live.GroupsAsync(Source(opened), default);
        var expected = await Source(opened).GroupsAsync(partition, KpiVectors.Usd, Weeks, KpiGrouping.BySegment, default);
        Assert.Equal(expected.Select(g => g.ToString()), actual.Select(g => g.ToString()));
        Assert.True(expected.SelectMany(g => g.Totals).SequenceEqual(actual.SelectMany(g => g.Totals)), name);
    }
}
