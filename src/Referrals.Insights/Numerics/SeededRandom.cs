using System.Numerics;

namespace Referrals.Insights.Numerics;

/// <summary>Random numbers that are the same for the same seed on every system and in every version of the library.</summary>
/// <remarks>xoshiro256** with SplitMix64 for the state: D. Blackman and S. Vigna, ACM Transactions on Mathematical Software 47 (2021), 36:1-32.</remarks>
internal sealed class SeededRandom
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    public SeededRandom(ulong seed) => (_a, _b, _c, _d) = (Mix(ref seed), Mix(ref seed), Mix(ref seed), Mix(ref seed));

    /// <summary>From 0, below 1.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>From 0, below <paramref name="limit"/>.</summary>
    public int NextIndex(int limit) => (int)((Int128)Next() * limit >> 64);

    /// <summary>A draw from the standard normal distribution.</summary>
    public double NextNormal()
    {
        // The polar method of Marsaglia; its second number is not kept, so that a draw has no memory.
        while (true)
        {
            var x = (2 * NextDouble()) - 1;
            var y = (2 * NextDouble()) - 1;
            var s = (x * x) + (y * y);
            if (s is > 0 and < 1)
            {
                return x * Math.Sqrt(-2 * Math.Log(s) / s);
            }
        }
    }

    /// <summary>A draw from a gamma distribution with a rate of 1.</summary>
    /// <remarks>G. Marsaglia and W. W. Tsang, ACM Transactions on Mathematical Software 26 (2000), 363-372.</remarks>
    public double NextGamma(double shape)
    {
        if (shape < 1)
        {
            return NextGamma(shape + 1) * Math.Pow(1 - NextDouble(), 1 / shape);
        }

        var d = shape - (1d / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = NextNormal();
            var v = 1 + (c * x);
            if (v > 0)
            {
                v = v * v * v;
                if (Math.Log(1 - NextDouble()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
                {
                    return d * v;
                }
            }
        }
    }

    private ulong Next()
    {
        unchecked
        {
            var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
            var shifted = _b << 17;
            _c ^= _a;
            _d ^= _b;
            _b ^= _c;
            _a ^= _d;
            _c ^= shifted;
            _d = BitOperations.RotateLeft(_d, 45);
            return result;
        }
    }

    private static ulong Mix(ref ulong state)
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15;
            var z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
