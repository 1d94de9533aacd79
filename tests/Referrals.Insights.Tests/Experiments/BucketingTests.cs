using System.Text.Json;
using Referrals.Insights.Experiments;

namespace Referrals.Insights.Tests.Experiments;

/// <summary>The public cases of GrowthBook's specification 0.8.0 (see data/README.md).</summary>
public sealed class BucketingTests
{
    private static readonly JsonElement Cases = JsonDocument.Parse(File.ReadAllText(Vectors.PathOf("growthbook_cases.json"))).RootElement;

    [Fact]
    public void Hashes_are_those_of_the_public_cases()
    {
        var tried = 0;
        foreach (var one in Cases.GetProperty("hash").EnumerateArray())
        {
            var (seed, id, version) = (one[0].GetString()!, one[1].GetString()!, one[2].GetInt32());
            if (version is 1 or 2)
            {
                Assert.Equal(one[3].GetDouble(), version == 1 ? Bucketing.Version1(seed, id) : Bucketing.Version2(seed, id));
                tried++;
            }
        }

        Assert.Equal(14, tried);
    }

    /// <summary>The cases with weights that do not add up to 1 are left out: <see cref="Experiment"/> scales weights before.</summary>
    [Fact]
    public void Ranges_are_those_of_the_public_cases()
    {
        var tried = 0;
        foreach (var one in Cases.GetProperty("getBucketRange").EnumerateArray())
        {
            var (count, coverage) = (one[1][0].GetInt32(), Math.Clamp(one[1][1].GetDouble(), 0, 1));
            var given = one[1][2].ValueKind == JsonValueKind.Null ? null : one[1][2].EnumerateArray().Select(weight => weight.GetDouble()).ToArray();
            double[] weights = given ?? [.. Enumerable.Repeat(1d / count, count)];
            if (weights.Length != count || Math.Abs(weights.Sum() - 1) > 0.01)
            {
                continue;
            }

            tried++;
            var ranges = Bucketing.Ranges(coverage, weights);
            foreach (var (expected, actual) in one[2].EnumerateArray().Zip(ranges))
            {
                Assert.Equal(expected[0].GetDouble(), actual.From, 6);
                Assert.Equal(expected[1].GetDouble(), actual.To, 6);
            }
        }

        Assert.Equal(10, tried);
    }

    [Fact]
    public void Choices_are_those_of_the_public_cases() => Assert.All(Cases.GetProperty("chooseVariation").EnumerateArray(), one =>
    {
        var ranges = one[2].EnumerateArray().Select(range => (range[0].GetDouble(), range[1].GetDouble())).ToArray();
        Assert.Equal(one[3].GetInt32(), Bucketing.Choose(one[1].GetDouble(), ranges));
    });

    [Fact]
    public void Namespaces_are_those_of_the_public_cases() => Assert.All(Cases.GetProperty("inNamespace").EnumerateArray(), one =>
        Assert.Equal(
            one[3].GetBoolean(),
            Bucketing.InNamespace(one[1].GetString()!, one[2][0].GetString()!, one[2][1].GetDouble(), one[2][2].GetDouble())));

    /// <summary>Computed by a Python program from the definition of FNV-1a over UTF-8.</summary>
    [Theory]
    [InlineData("reward", "Zoë", 0.1623)]
    [InlineData("spring", "山田", 0.9452)]
    [InlineData("x", "🙂", 0.2521)]
    public void Ids_beyond_ascii_are_hashed_as_utf8(string seed, string id, double expected) =>
        Assert.Equal(expected, Bucketing.Version2(seed, id));

    [Fact]
    public void Long_ids_are_hashed_whole() => Assert.Equal(0.8257, Bucketing.Version2("reward-size", new string('a', 400)));
}
