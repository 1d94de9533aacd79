using BenchmarkDotNet.Attributes;
using Referrals.Kpis;

namespace Referrals.Benchmarks;

/// <summary>
/// Ten million facts of two years, 50 programs, 8 segments, by program, segment and month (9,600 groups): counts and sums,
/// then everything with exact distinct people, cohorts and cycle times; LINQ over objects beside them.
/// </summary>
/// <remarks>LINQ counts distinct sharers and buyers, but no unique clicks, cohorts, purchasers, deviations or cycle times.</remarks>
[MemoryDiagnoser]
[SimpleJob(warmupCount: 2, iterationCount: 5)]
public class KpiBenchmarks
{
    private static readonly KpiGrouping Grouping = KpiGrouping.ByProgram.And(KpiGrouping.BySegment);

    private KpiHistory _history = null!;

    [Params(10_000_000)]
    public int Facts { get; set; }

    [GlobalSetup]
    public void Setup() => _history = new KpiHistory(Facts, rows: true);

    [Benchmark(Baseline = true)]
    public object LinqSums() => KpiLinq.Count(_history.Rows);

    [Benchmark]
    public object LinqPeople() => KpiLinq.CountPeople(_history.Rows);

    [Benchmark]
    public object ColumnsSums() => _history.Table.Sums(KpiHistory.Months, Grouping);

    [Benchmark]
    public object ColumnsSumsOnTwoCores() => _history.Table.Sums(KpiHistory.Months, Grouping, cores: 2);

    [Benchmark]
    public object ColumnsEverything() => _history.Table.Groups(KpiHistory.Months, Grouping);

    [Benchmark]
    public object ColumnsEverythingOnTwoCores() => _history.Table.Groups(KpiHistory.Months, Grouping, cores: 2);

    [Benchmark]
    public object ColumnsLastMonthOnly() => _history.Table.Groups([KpiHistory.Months[^1]], Grouping);
}
