using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Referrals.Attribution.Batches;

namespace Referrals.Attribution.Tables;

/// <summary>
/// Gives names their indices in order of first appearance: an open-addressing table that compares names of up to eight
/// characters as two words, so that parsing a path neither hashes character by character nor touches a string.
/// </summary>
internal sealed class ChannelIndexer
{
    private readonly List<string> _names = [];
    private Entry[] _entries = new Entry[64];
    private int _shift = 64 - 6;

    internal ChannelNames ToNames() => new([.. _names]);

    /// <summary>The index of a name of at least one character, which is added if it is new.</summary>
    internal int IndexOf(ReadOnlySpan<char> name)
    {
        var (head, tail) = Words(name);
        unchecked
        {
            var entries = _entries;
            var place = (int)(Hash(head, tail, name.Length) >> _shift);
            while (true)
            {
                ref var entry = ref entries[place];
                if (entry.Head == head && entry.Tail == tail && entry.Length == name.Length
                    && (name.Length <= 8 || name.SequenceEqual(_names[entry.Index])))
                {
                    return entry.Index;
                }

                if (entry.Length == 0)
                {
                    return Add(ref entry, head, tail, name);
                }

                place = (place + 1) & (entries.Length - 1);
            }
        }
    }

    private int Add(ref Entry entry, ulong head, ulong tail, ReadOnlySpan<char> name)
    {
        var index = _names.Count;
        entry = new Entry(head, tail, name.Length, index);
        _names.Add(name.ToString());
        if (_names.Count * 2 > _entries.Length)
        {
            Grow();
        }

        return index;
    }

    private void Grow()
    {
        var old = _entries;
        _entries = new Entry[old.Length * 2];
        _shift--;
        foreach (var entry in old)
        {
            if (entry.Length == 0)
            {
                continue;
            }

            var place = (int)(Hash(entry.Head, entry.Tail, entry.Length) >> _shift);
            while (_entries[place].Length != 0)
            {
                place = (place + 1) & (_entries.Length - 1);
            }

            _entries[place] = entry;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hash(ulong head, ulong tail, int length) => unchecked(
        (BitOperations.RotateLeft(head * 0x9E3779B97F4A7C15, 32) ^ tail ^ (ulong)length) * 0xD6E8FEB86659FD93);

    /// <summary>The first and the last four characters as words; one word and zero for up to four characters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ulong Head, ulong Tail) Words(ReadOnlySpan<char> name)
    {
        ref var start = ref Unsafe.As<char, byte>(ref MemoryMarshal.GetReference(name));
        return name.Length switch
        {
            1 => (name[0], 0),
            2 => (Unsafe.ReadUnaligned<uint>(ref start), 0),
            3 => (Unsafe.ReadUnaligned<uint>(ref start) | ((ulong)name[2] << 32), 0),
            4 => (Unsafe.ReadUnaligned<ulong>(ref start), 0),
            _ => (Unsafe.ReadUnaligned<ulong>(ref start), Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, (name.Length - 4) * 2))),
        };
    }

    private readonly record struct Entry(ulong Head, ulong Tail, int Length, int Index);
}
