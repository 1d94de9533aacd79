using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Referrals.Attribution.Batches;

namespace Referrals.Attribution.Tables;

/// <summary>Splits paths such as <c>a &gt; b &gt; c</c> into channel indices: trims blanks, drops empty tokens, keeps case.</summary>
internal sealed class PathAppender(char separator, int expectedTouches)
{
    private readonly ChannelIndexer _channels = new();
    private int[] _touches = new int[Math.Max(16, expectedTouches)];

    /// <summary>Touches so far, of all paths.</summary>
    internal int Count { get; private set; }

    internal ReadOnlyMemory<int> Touches => _touches.AsMemory(0, Count);

    internal ChannelNames ToNames() => _channels.ToNames();

    /// <summary>Adds the touches of one path.</summary>
    /// <remarks>Optimised at once: a batch is often parsed just once in the life of a process, before tiering sets in.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Append(ReadOnlySpan<char> path)
    {
        EnsureRoom((path.Length / 2) + 1);
        ref var first = ref MemoryMarshal.GetReference(path);
        unchecked
        {
            var start = 0;
            for (var at = 0; at < path.Length; at += 64)
            {
                for (var found = Separators(ref first, at, path.Length); found != 0; found &= found - 1)
                {
                    var end = at + BitOperations.TrailingZeroCount(found);
                    AppendToken(ref Unsafe.Add(ref first, start), end - start);
                    start = end + 1;
                }
            }

            AppendToken(ref Unsafe.Add(ref first, start), path.Length - start);
        }
    }

    /// <summary>Adds one token of a path; <c>false</c> where it is blank and so no touch.</summary>
    internal bool AppendToken(ReadOnlySpan<char> token)
    {
        EnsureRoom(1);
        return AppendToken(ref MemoryMarshal.GetReference(token), token.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool AppendToken(ref char start, int length)
    {
        unchecked
        {
            while (length > 0 && IsBlank(start))
            {
                start = ref Unsafe.Add(ref start, 1);
                length--;
            }

            while (length > 0 && IsBlank(Unsafe.Add(ref start, length - 1)))
            {
                length--;
            }

            if (length == 0)
            {
                return false;
            }

            _touches[Count] = _channels.IndexOf(ref start, length);
            Count++;
            return true;
        }
    }

    /// <summary>Where the separators are among the next 64 characters: a bit each. One mask for so many keeps the loop over its
    /// bits from being mispredicted every few characters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Separators(ref char first, int at, int length)
    {
        unchecked
        {
            const int Width = 16;
            var mask = 0UL;
            var end = Math.Min(length - at, 64);
            if (length < Width)
            {
                for (var i = 0; i < end; i++)
                {
                    mask |= Unsafe.Add(ref first, i) == separator ? 1UL << i : 0;
                }

                return mask;
            }

            var wanted = Vector256.Create((ushort)separator);
            ref var chars = ref Unsafe.As<char, ushort>(ref first);
            var k = 0;
            for (; k <= end - Width; k += Width)
            {
                mask |= (ulong)Vector256.Equals(Vector256.LoadUnsafe(ref chars, (nuint)(at + k)), wanted).ExtractMostSignificantBits() << k;
            }

            // The rest is read from the end of the path backwards, so as not to read beyond it.
            var last = (ulong)Vector256.Equals(Vector256.LoadUnsafe(ref chars, (nuint)(at + end - Width)), wanted).ExtractMostSignificantBits();
            return end > k ? mask | (last >> (Width - (end - k)) << k) : mask;
        }
    }

    internal void EnsureRoom(int touches)
    {
        if (_touches.Length - Count >= touches)
        {
            return;
        }

        var needed = Count + (long)touches;
        if (needed > Array.MaxLength)
        {
            throw new InvalidOperationException(
                $"The paths have more than {Array.MaxLength} touches, which is the most that one batch holds. Read them in parts and merge the results.");
        }

        Array.Resize(ref _touches, (int)Math.Clamp(_touches.Length * 2L, needed, Array.MaxLength));
    }

    internal void Truncate(int count) => Count = count;

    private static bool IsBlank(char c) => c == ' ' || ((c < ' ' || c > '~') && char.IsWhiteSpace(c));
}
