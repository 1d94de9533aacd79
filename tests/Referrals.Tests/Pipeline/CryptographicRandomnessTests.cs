using Referrals.Pipeline;

namespace Referrals.Tests.Pipeline;

public class CryptographicRandomnessTests
{
    [Fact]
    public void Threads_never_get_the_same_values()
    {
        var values = new ulong[4][];
        Parallel.For(0, 4, thread => values[thread] =
            [.. Enumerable.Range(0, 5_000).Select(_ => CryptographicRandomness.Instance.NextBits())]);

        Assert.Equal(20_000, values.SelectMany(v => v).Distinct().Count());
    }

    [Fact]
    public void Each_bit_is_set_half_of_the_time()
    {
        const int Draws = 20_000;
        var counts = new int[64];
        for (var i = 0; i < Draws; i++)
        {
            var bits = CryptographicRandomness.Instance.NextBits();
            for (var bit = 0; bit < 64; bit++)
            {
                counts[bit] += (int)((bits >> bit) & 1);
            }
        }

        // Six standard deviations of a fair coin: a sound source fails once in eight million runs.
        Assert.All(counts, count => Assert.InRange(count, Draws / 2 - 425, Draws / 2 + 425));
    }
}
