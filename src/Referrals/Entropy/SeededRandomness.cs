using Referrals.Codes;

namespace Referrals.Entropy;

/// <summary>
/// The same sequence for the same seed, for tests and simulations. Never for production: who knows one code knows all.
/// </summary>
/// <remarks>
/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014). Not for several
/// threads.
/// </remarks>
/// <param name="seed">Where the sequence starts.</param>
public sealed class SeededRandomness(long seed) : ICodeRandomness
{
    private ulong _state = unchecked((ulong)seed);

    /// <inheritdoc/>
    public ulong NextBits()
    {
        unchecked
        {
            var z = _state += 0x9E37_79B9_7F4A_7C15;
            z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
            z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
            return z ^ (z >> 31);
        }
    }
}
