using System.Diagnostics;
using Referrals.EntityFrameworkCore;
using Referrals.Imports.Tests.Importing;

namespace Referrals.Imports.Tests;

/// <summary>An import that is killed with the process, and run again, ends as one that was not.</summary>
public sealed class KilledImportTests
{
    private const int Rows = 1_500;
    private const int People = 40;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Killed_import_goes_on_and_ends_as_if_nothing_had_happened(bool inTransactions)
    {
        var folder = Directory.CreateTempSubdirectory("referrals-import-");
        try
        {
            var (database, file) = (Path.Combine(folder.FullName, "shop.db"), Path.Combine(folder.FullName, "rewards.csv"));
            await File.WriteAllTextAsync(
                file, "reward_id,person_id,amount,unit,status,granted_at\n" + string.Concat(Enumerable.Range(0, Rows).Select(static i => LargeFileTests.RowStream.Row(i, People))));
            await using (var context = ImportDbContext.On(database))
            {
                await context.Database.CreateReferralsSchemaAsync();
            }

            var killed = 0;
            string? last = null;
            foreach (var rows in new[] { 100, 400, 800 })
            {
                (var was, last) = await RunAsync(database, file, inTransactions, killAfter: rows);
                killed += was ? 1 : 0;
            }

            (_, last) = await RunAsync(database, file, inTransactions, killAfter: null);

            Assert.True(killed > 0, "No import was killed: it was done before.");
            Assert.EndsWith(" 0 set aside, 0 differ", last, StringComparison.Ordinal);
            await using (var context = ImportDbContext.On(database))
            {
                var shop = new ImportShop(new EntityFrameworkReferralStore<ImportDbContext>(context));
                var granted = await shop.Engine.Operations.ReadJournalAsync().CountAsync(static fact => fact.Kind == FactKind.RewardGranted);
                Assert.Equal(Rows, granted);
                Assert.Empty(await shop.Engine.Operations.VerifyAsync());
            }

            var (_, again) = await RunAsync(database, file, inTransactions, killAfter: null);
            Assert.Equal($"done: 0 imported, {Rows} known, 0 set aside, 0 differ", again);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(bool WasKilled, string? Last)> RunAsync(string database, string file, bool inTransactions, int? killAfter)
    {
        string[] arguments = [typeof(KilledImport).Assembly.Location, database, file, .. inTransactions ? ["transactions"] : Array.Empty<string>()];
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath is { } path && path.EndsWith("dotnet", StringComparison.Ordinal) ? path : "dotnet", arguments)
        {
            RedirectStandardOutput = true,
        })!;
        using var limit = new CancellationTokenSource(Limit);
        string? last = null;
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            last = line;
            if (killAfter is { } rows && int.TryParse(line, out var done) && done >= rows)
            {
                process.Kill();
                await process.WaitForExitAsync(limit.Token);
                return (true, last);
            }
        }

        await process.WaitForExitAsync(limit.Token);
        return (false, last);
    }
}
