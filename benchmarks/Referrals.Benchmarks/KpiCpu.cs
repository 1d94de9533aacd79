using System.Globalization;
using Referrals.Kpis;

namespace Referrals.Benchmarks;

/// <summary>
/// The folds of <see cref="KpiBenchmarks"/> in processor time, which a busy machine changes less than the time on the clock: the best
/// of some rounds, in turn, and what the table takes in memory.
/// </summary>
/// <remarks><c>dotnet run -c Release --project benchmarks/Referrals.Benchmarks -- kpi-cpu [FACTS]</c></remarks>
internal static class KpiCpu
{
    private const int Rounds = 6;
    private static readonly KpiGrouping Grouping = KpiGrouping.ByProgram.And(KpiGrouping.BySegment);

    internal static int Run(string[] args)
    {
        var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000_000;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var history = new KpiHistory(count, rows: false);
        var taken = GC.GetTotalMemory(forceFullCollection: true) - before;
        Console.WriteLine($"{count} facts, {history.People} customers, {taken >> 20} MB of columns and of the generator's own list.");
        var rows = new KpiHistory(count, rows: true).Rows;
        (string Name, Func<object> Run)[] folds =
        [
            ("LINQ, counts and sums", () => KpiLinq.Count(rows)),
            ("FactTable.Sums", () => history.Table.Sums(KpiHistory.Months, Grouping)),
            ("LINQ, with distinct sharers and buyers", () => KpiLinq.CountPeople(rows)),
            ("FactTable.Groups", () => history.Table.Groups(KpiHistory.Months, Grouping)),
            ("FactTable.Groups, last month only", () => history.Table.Groups([KpiHistory.Months[^1]], Grouping)),
        ];
        var best = folds.Select(static _ => TimeSpan.MaxValue).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < folds.Length; i++)
            {
                var spent = Spent(folds[i].Run);
                best[i] = spent < best[i] ? spent : best[i];
            }
        }

        for (var i = 0; i < folds.Length; i++)
        {
            Print(folds[i].Name, best[i]);
        }

        Print("A million new facts appended", Spent(() =>
        {
            history.AddMore(1_000_000);
            return history;
        }));
        Print("FactTable.Groups after it, last month only", Spent(folds[^1].Run));
        return 0;
    }

    private static TimeSpan Spent(Func<object> run)
    {
        GC.Collect();
        var before = Environment.CpuUsage.TotalTime;
        GC.KeepAlive(run());
        return Environment.CpuUsage.TotalTime - before;
    }

    private static void Print(string what, TimeSpan spent) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-45} {spent.TotalMilliseconds,7:0} ms"));
}
