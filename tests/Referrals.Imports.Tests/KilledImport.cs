using Microsoft.EntityFrameworkCore;
using Referrals.EntityFrameworkCore;

namespace Referrals.Imports.Tests;

/// <summary>An application's context.</summary>
internal sealed class ImportDbContext(DbContextOptions<ImportDbContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseReferrals();

    internal static ImportDbContext On(string file) => new(new DbContextOptionsBuilder<ImportDbContext>().UseSqlite($"Data Source={file};Pooling=False").Options);
}

/// <summary>What a worker does until it is killed: it imports a file into a database.</summary>
internal static class KilledImport
{
    /// <summary>Database and file; with a third argument each batch is a transaction.</summary>
    internal static async Task RunAsync(string[] args)
    {
        await using var context = ImportDbContext.On(args[0]);
        var shop = new ImportShop(new EntityFrameworkReferralStore<ImportDbContext>(context));
        var options = ImportShop.Options();
        options.BatchSize = 50;
        options.InTransaction = args.Length < 3 ? null : async (work, cancellationToken) =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            await work(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        };
        await using var file = File.OpenRead(args[1]);
        var progress = new Told(static at => Console.WriteLine(at.Rows));
        var report = await new ReferralImport(shop.Engine, ImportSource.Generic, options).RunAsync(file, progress);
        Console.WriteLine($"done: {report.Imported} imported, {report.Repeated} known, {report.SetAside} set aside, {report.Balances.Differing} differ");
    }

    private sealed class Told(Action<ImportProgress> tell) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => tell(value);
    }
}
