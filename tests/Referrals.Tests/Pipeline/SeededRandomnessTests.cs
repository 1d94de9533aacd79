using Referrals.Pipeline;

namespace Referrals.Tests.Pipeline;

public class SeededRandomnessTests
{
    /// <summary>
    /// The first values of SplitMix64 for the seed 1234567, as Rosetta Code and the reference implementation in C give
    /// them.
    /// </summary>
    [Fact]
    public void The_sequence_is_that_of_SplitMix64()
    {
        var randomness = new SeededRandomness(1_234_567);

        Assert.Equal(
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431],
            Enumerable.Range(0, 4).Select(_ => randomness.NextBits()));
    }
}
