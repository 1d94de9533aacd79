using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Referrals.Codes;

namespace Referrals.Entropy;

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
