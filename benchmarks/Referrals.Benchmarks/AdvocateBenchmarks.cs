using BenchmarkDotNet.Attributes;
using Referrals.Insights.Advocates;

namespace Referrals.Benchmarks;

/// <summary>
/// A score of advocates over a million people with three million orders, a million shares and 300,000 friends of a year: learned and tested; everybody
/// ranked; the
/// best sources by group; the next action for everybody. One core.
/// </summary>
[MemoryDiagnoser]
[SimpleJob(warmupCount: 1, iterationCount: 3)]
public class AdvocateBenchmarks
{
    private AdvocateFacts _facts = null!;
    private AdvocateScore _score = null!;
    private AdvocateRanking _ranking = null!;

    [Params(1_000_000)]
    public int People { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        string[] ids = [.. Enumerable.Range(0, People).Select(i => $"p{i:D7}")];
        string[] channels = ["organic", "paid", "referral"];
        string[] segments = ["private", "business", "club"];
        int[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (int)(People * random.NextDouble() * random.NextDouble()))];
        double[] Days(int count) => [.. Enumerable.Range(0, count).Select(_ => 365 * random.NextDouble())];
        var (buyers, sharers, referrers) = (Draw(3 * People), Draw(People), Draw(3 * People / 10));
        _facts = AdvocateFacts.Of(
                ids,
                [.. ids.Select(_ => 200 * random.NextDouble())],
                [.. ids.Select(_ => channels[random.Next(3)])],
                [.. ids.Select(_ => segments[random.Next(3)])],
                until: 365)
            .WithOrders([.. buyers.Select(i => ids[i])], Days(buyers.Length), [.. buyers.Select(_ => 100 * random.NextDouble())])
            .WithShares([.. sharers.Select(i => ids[i])], Days(sharers.Length))
            .WithFriends([.. referrers.Select(i => ids[i])], [.. referrers.Select((_, i) => $"f{i}")], Days(referrers.Length));
        _score = AdvocateScore.Train(_facts).OrThrow();
        _ranking = _score.Rank(_facts, 365).OrThrow();
    }

    [Benchmark]
    public object Train() => AdvocateScore.Train(_facts).OrThrow();

    [Benchmark]
    public object Rank() => _score.Rank(_facts, 365).OrThrow();

    [Benchmark]
    public object Sources() => SourceGroups.Of(_facts, 275).OrThrow();

    [Benchmark]
    public object Actions() => NextActions.Plan(_ranking, _facts, []);
}
