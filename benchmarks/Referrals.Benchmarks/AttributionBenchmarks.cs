using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using Referrals.Attribution;

namespace Referrals.Benchmarks;

/// <summary>
/// 1,000,000 journeys of 2 to 10 touches over 50 channels, from path strings in memory to first, last, linear with value and exact
/// Markov of order 1 together; against a plain loop that only parses the same strings.
/// Run: dotnet run -c Release --project benchmarks/Referrals.Benchmarks -- --filter '*Attribution*'
/// </summary>
[MemoryDiagnoser]
[SimpleJob(RunStrategy.Monitoring, launchCount: 1, warmupCount: 2, iterationCount: 10)]
public class AttributionBenchmarks
{
    private const int Journeys = 1_000_000;
    private AttributionJourneys _data = null!;
    private JourneyBatch _batch = null!;

    [GlobalSetup]
    public void SetUp()
    {
        _data = new AttributionJourneys(Journeys);
        _batch = Parse(0, Journeys);
    }

    /// <summary>The floor: split at the separator, trim, look the name up without allocating, and add the index up.</summary>
    [Benchmark(Baseline = true)]
    public long PlainLoopThatOnlyParses()
    {
        var channels = new Dictionary<string, int>();
        var lookup = channels.GetAlternateLookup<ReadOnlySpan<char>>();
        var sum = 0L;
        foreach (var path in _data.Paths)
        {
            foreach (var range in path.AsSpan().Split('>'))
            {
                var token = path.AsSpan()[range].Trim();
                if (!lookup.TryGetValue(token, out var channel))
                {
                    channel = channels.Count;
                    channels.Add(token.ToString(), channel);
                }

                sum += channel;
            }
        }

        return sum;
    }

    [Benchmark]
    public JourneyBatch ParseToBatch() => Parse(0, Journeys);

    [Benchmark]
    public double AllFourFromStrings() => AttributionAnswer.Of(Parse(0, Journeys).Spans).Markov.Solve().ConversionProbability;

    [Benchmark]
    public double AllFourFromStringsOnTwoCores()
    {
        var parts = new AttributionAnswer[2];
        Parallel.For(0, parts.Length, part =>
        {
            var (from, to) = (Journeys * part / parts.Length, Journeys * (part + 1) / parts.Length);
            parts[part] = AttributionAnswer.Of(Parse(from, to - from).Spans);
        });
        return parts[0].Merge(parts[1]).Markov.Solve().ConversionProbability;
    }

    [Benchmark]
    public double AllFourFromBatch() => AttributionAnswer.Of(_batch.Spans).Markov.Solve().ConversionProbability;

    [Benchmark]
    public double MarkovOrder2FromBatch() => MarkovCounts.Count(_batch.Spans, order: 2).Solve().ConversionProbability;

    private JourneyBatch Parse(int from, int count) => PathTable.FromPaths(
        _data.Paths.AsSpan(from, count), _data.Conversions.AsSpan(from, count), _data.Values.AsSpan(from, count), _data.Nulls.AsSpan(from, count));
}
