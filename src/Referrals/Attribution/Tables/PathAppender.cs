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
    internal void Append(ReadOnlySpan<char> path)
    {
        EnsureRoom((path.Length / 2) + 1);
        ref var chars = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(path));
        var (start, at) = (0, 0);
        unchecked
        {
            var wanted = Vector256.Create((ushort)separator);
            for (; at <= path.Length - Vector256<ushort>.Count; at += Vector256<ushort>.Count)
            {
                var found = Vector256.Equals(Vector256.LoadUnsafe(ref chars, (nuint)at), wanted).ExtractMostSignificantBits();
                for (; found != 0; found &= found - 1)
                {
                    var end = at + BitOperations.TrailingZeroCount(found);
                    AppendToken(path[start..end]);
                    start = end + 1;
                }
            }

            for (; at < path.Length; at++)
            {
                if (path[at] == separator)
                {
                    AppendToken(path[start..at]);
                    start = at + 1;
                }
            }
        }

        AppendToken(path[start..]);
    }

    /// <summary>Adds one token of a path; <c>false</c> where it is blank and so no touch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool AppendToken(ReadOnlySpan<char> token)
    {
        token = Trim(token);
        if (token.IsEmpty)
        {
            return false;
        }

        _touches[Count] = _channels.IndexOf(token);
        Count = unchecked(Count + 1);
        return true;
    }

    internal void EnsureRoom(int touches)
    {
        if (_touches.Length - Count < touches)
        {
            Array.Resize(ref _touches, (int)Math.Clamp(_touches.Length * 2L, Count + (long)touches, Array.MaxLength));
        }
    }

    internal void Truncate(int count) => Count = count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ReadOnlySpan<char> Trim(ReadOnlySpan<char> token)
    {
        unchecked
        {
            var (from, to) = (0, token.Length);
            while (from < to && IsBlank(token[from]))
            {
                from++;
            }

            while (to > from && IsBlank(token[to - 1]))
            {
                to--;
            }

            return token[from..to];
        }
    }

    private static bool IsBlank(char c) => c == ' ' || ((c < ' ' || c > '~') && char.IsWhiteSpace(c));
}
