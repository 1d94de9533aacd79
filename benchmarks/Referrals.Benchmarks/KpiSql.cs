using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Referrals.EntityFrameworkCore;
using Referrals.Kpis;

namespace Referrals.Benchmarks;

/// <summary>
/// KPIs by segment and month that the database groups, beside SQL of the same content written by hand, in one run. Not
/// BenchmarkDotNet: a run takes seconds, and most of it is in another process.
/// </summary>
/// <remarks><c>dotnet run -c Release --project benchmarks/Referrals.Benchmarks -- kpi-sql [FACTS] [POSTGRES CONNECTION STRING OF AN EMPTY DATABASE]</c></remarks>
internal static class KpiSql
{
    private const int Rounds = 3;
    private static readonly Partition Spring = Partition.Of(ProgramId.From("spring"));
    private static readonly Unit Usd = Unit.Money("USD");

    internal static async Task<int> RunAsync(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        var folder = Directory.CreateTempSubdirectory("referrals-kpis-");
        var text = $"Data Source={Path.Combine(folder.FullName, "kpis.db")}";
        await using (var connection = new SqliteConnection(text))
        {
            await CompareAsync(
                "SQLite", count, new DbContextOptionsBuilder<ReferralsDbContext>().UseSqlite(text).Options, connection,
                "strftime('%Y-%m', f.occurred_at / 1000000, 'unixepoch')");
        }

        SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
        if (args.Length > 1)
        {
            await using var connection = new NpgsqlConnection(args[1]);
            await CompareAsync(
                "PostgreSQL", count, new DbContextOptionsBuilder<ReferralsDbContext>().UseNpgsql(args[1]).Options, connection,
                "date_trunc('month', to_timestamp(f.occurred_at / 1000000.0) AT TIME ZONE 'UTC')");
        }

        return 0;
    }

    private static async Task CompareAsync(
        string name, int count, DbContextOptions<ReferralsDbContext> options, DbConnection connection, string month)
    {
        await using var context = new ReferralsDbContext(options);
        await context.Database.CreateReferralsSchemaAsync();
        await connection.OpenAsync();
        await KpiSqlTables.FillAsync(connection, "spring", KpiSqlHistory.Make(count));
        var store = new EntityFrameworkReferralStore<ReferralsDbContext>(context);
        var table = new FactTable(Usd);
        table.Append(Spring, KpiSqlHistory.Make(count));
        var memory = table.Groups(KpiHistory.Months, KpiGrouping.BySegment);
        var stored = await store.GroupsAsync(Spring, Usd, KpiHistory.Months, KpiGrouping.BySegment, default);
        var same = memory.SelectMany(g => g.Totals).SequenceEqual(stored.SelectMany(g => g.Totals));
        Console.WriteLine($"{name}, {count} facts: {stored.Count} segments in {KpiHistory.Months.Count} months, {(same ? "exactly" : "NOT")} as in memory.");
        List<double> hand = [], all = [], last = [];
        for (var round = 0; round < Rounds; round++)
        {
            hand.Add(await SecondsAsync(() => KpiSqlByHand.RunAsync(connection, month)));
            all.Add(await SecondsAsync(() => store.GroupsAsync(Spring, Usd, KpiHistory.Months, KpiGrouping.BySegment, default)));
            last.Add(await SecondsAsync(() => store.GroupsAsync(Spring, Usd, [KpiHistory.Months[^1]], KpiGrouping.BySegment, default)));
        }

        Print("SQL written by hand, 24 months", hand, hand);
        Print("push-down, 24 months", all, hand);
        Print("push-down, last month only", last, hand);
    }

    private static async Task<double> SecondsAsync(Func<Task> run)
    {
        var watch = Stopwatch.StartNew();
        await run();
        return watch.Elapsed.TotalSeconds;
    }

    private static void Print(string what, List<double> seconds, List<double> peer) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"  {what,-35} {Median(seconds),7:0.000} s  {Median(seconds) / Median(peer),5:0.00}"));

    private static double Median(List<double> seconds) => seconds.Order().ElementAt(seconds.Count / 2);
}
