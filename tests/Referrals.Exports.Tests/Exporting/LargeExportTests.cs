using Referrals.Storage;

namespace Referrals.Exports.Tests.Exporting;

/// <summary>Whatever the number of facts: they are written as they are read, and memory does not grow.</summary>
public sealed class LargeExportTests
{
    private const int Facts = 1_000_000;

    [Fact]
    public async Task Memory_does_not_grow_with_a_million_facts()
    {
        var engine = new ReferralEngine(await RepeatingStore.OfAsync(Facts), new ReferralsOptions().AddProgram(ExportShop.Program()));
        long told = 0;
        var measured = new List<long>();
        var export = new ReferralExport(engine)
        {
            Progress = new Told(at =>
            {
                Assert.True(at.Facts >= told);
                told = at.Facts;
                if (at.Facts % 200_000 == 0)
                {
                    measured.Add(GC.GetTotalMemory(forceFullCollection: true));
                }
            }),
        };

        var report = await export.WriteAsync(ExportFiles.Facts, Stream.Null);

        Assert.Equal((Facts, Facts), (report.Rows["facts.csv"], told));
        Assert.InRange(measured[^1] - measured[0], -64 * 1024 * 1024, 1024 * 1024);
    }

    private sealed class Told(Action<ExportProgress> tell) : IProgress<ExportProgress>
    {
        public void Report(ExportProgress value) => tell(value);
    }
}

/// <summary>A store whose journal is a small one over and over again: each fact is made when it is read.</summary>
internal sealed class RepeatingStore(List<StoredRecord> facts, int count) : IReferralStore
{
    internal static async Task<RepeatingStore> OfAsync(int count)
    {
        var store = new InMemoryReferralStore();
        var shop = new ExportShop();
        var engine = shop.On(store);
        _ = await engine.SignUpAsync(SignUp.Of(CustomerId.From("ben")).ReferredBy(CustomerId.From("ann")));
        _ = await engine.ConvertAsync(Conversion.Of(CustomerId.From("ben"), "o1", "purchase", Amount.Of(80, "EUR")));
        var partition = Partition.Of(default, ProgramId.From("spring"));
        return new RepeatingStore(await store.ScanAsync(partition, RecordKind.Fact, ScanRange.All, default).ToListAsync(), count);
    }

    public ValueTask<Snapshot> LoadAsync(Partition partition, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken) => ValueTask.FromResult(Snapshot.Of([]));

    public ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken) => throw new NotSupportedException();

    public async IAsyncEnumerable<StoredRecord> ScanAsync(
        Partition partition, RecordKind kind, ScanRange range, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 0; kind == RecordKind.Fact && i < count; i++)
        {
            yield return facts[i % facts.Count];
        }

        await Task.CompletedTask;
    }
}
