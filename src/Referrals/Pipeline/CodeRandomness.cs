using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Referrals.Codes;

namespace Referrals.Pipeline;

/// <summary>
/// Randomness of the operating system, for codes that nobody can predict. One instance serves all threads.
/// </summary>
/// <remarks>
/// Each thread fetches 4 kB at a time from <see cref="RandomNumberGenerator"/>, which spreads the cost of the call over
/// 512 values. A value is wiped from the buffer as it is given out, so a memory dump shows none that was used.
/// </remarks>
public sealed class CryptographicRandomness : ICodeRandomness
{
    private const int Size = 512;

    [ThreadStatic]
    private static Buffer? _threadBuffer;

    private CryptographicRandomness()
    {
    }

    /// <summary>The one instance.</summary>
    public static CryptographicRandomness Instance { get; } = new();

    /// <inheritdoc/>
    public ulong NextBits() => (_threadBuffer ??= new Buffer()).Next();

    private sealed class Buffer
    {
        private readonly ulong[] _values = new ulong[Size];
        private int _left;

        internal ulong Next()
        {
            if (_left == 0)
            {
                RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(_values.AsSpan()));
                _left = Size;
            }

            ref var slot = ref _values[--_left];
            var value = slot;
            slot = 0;
            return value;
        }
    }
}

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
