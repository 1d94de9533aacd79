using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Referrals.EntityFrameworkCore;
using Referrals.Storage;

namespace Referrals.Benchmarks;

internal static class StorageThroughput
{
    internal static async Task<int> RunAsync(string[] args)
    {
        var path = Path.Combine(Path.GetTempPath(), "bench-" + Guid.NewGuid().ToString("N") + ".db");
        var count = args.Length > 0 ? int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) : 5000;
        DbContextOptions<ReferralsDbContext> options = new DbContextOptionsBuilder<ReferralsDbContext>().UseSqlite($"Data Source={path}").Options;
        await using (var context = new ReferralsDbContext(options)) { await context.Database.CreateReferralsSchemaAsync(); }
        var o = new EntityFrameworkStoreOptions { SqliteSurvivesPowerFailure = false };
        var next = 0;
        async Task One(IReferralStore store)
        {
            await store.LoadAsync(StorageJourney.Partition, StorageJourney.Keys(next), default);
            var outcome = await store.CommitAsync(StorageJourney.Batch(next++), default);
            if (outcome.Status != CommitStatus.Committed) throw new InvalidOperationException(outcome.Status.ToString());
        }
        async Task Measure(string what, int n, Func<Task> act)
        {
            var w = Stopwatch.StartNew(); var a = GC.GetTotalAllocatedBytes();
            await act();
            Console.WriteLine($"{what}: {n / w.Elapsed.TotalSeconds:0} /s, {(GC.GetTotalAllocatedBytes()-a)/n} B each");
        }
        for (var round = 0; round < 3; round++)
        {
            await Measure("context per batch", count, async () => { for (var i = 0; i < count; i++) { await using var c = new ReferralsDbContext(options); await One(new EntityFrameworkReferralStore<ReferralsDbContext>(c, o)); } });
            await using var context = new ReferralsDbContext(options);
            var store = new EntityFrameworkReferralStore<ReferralsDbContext>(context, o);
            await Measure("one context", count, async () => { for (var i = 0; i < count; i++) await One(store); });
            await Measure("host tx", count, async () => { await using var tx = await context.Database.BeginTransactionAsync(); for (var i = 0; i < count; i++) await One(store); await tx.CommitAsync(); });
            var m = new Referrals.Storage.InMemory.InMemoryReferralStore();
            next -= 2*count;
            await Measure("memory", 2*count, async () => { for (var i = 0; i < 2*count; i++) await One(m); });
            await Measure("nothing", 2*count, () => { for (var i = 0; i < 2*count; i++) { StorageJourney.Keys(i); StorageJourney.Batch(i); } return Task.CompletedTask; });
        }
        Console.WriteLine(new FileInfo(path).Length / next + " B per batch");
        File.Delete(path);
        return 0;
    }
}
