using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Referrals.Attribution.Batches;

namespace Referrals.Attribution.Tables;

/// <summary>
/// Gives names their indices in order of first appearance: an open-addressing table that compares names of up to twelve
/// characters as three words, so that parsing a path neither hashes character by character nor touches a string.
/// </summary>
internal sealed class ChannelIndexer
{
    private readonly List<string> _names = [];
    private Entry[] _entries = new Entry[64];
    private int _shift = 64 - 6;

    internal ChannelNames ToNames() => new([.. _names]);

    /// <summary>The index of a name of at least one character, which is added if it is new.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int IndexOf(ref char start, int length)
    {
        unchecked
        {
            var key = new Key(ref start, length);
            var entries = _entries;
            var place = (int)(key.Hash() >> _shift);
            while (true)
            {
                ref var entry = ref entries[place];
                if (entry.Key.Equals(key) && (length <= Key.MaxLength || IsName(ref start, length, entry.Index)))
                {
                    return entry.Index;
                }

                if (entry.Key.Length == 0)
                {
                    return Add(ref entry, key, MemoryMarshal.CreateReadOnlySpan(ref start, length));
                }

                place = (place + 1) & (entries.Length - 1);
            }
        }
    }

    private bool IsName(ref char start, int length, int index) =>
        MemoryMarshal.CreateReadOnlySpan(ref start, length).SequenceEqual(_names[index]);

    private int Add(ref Entry entry, Key key, ReadOnlySpan<char> name)
    {
        var index = _names.Count;
        entry = new Entry(key, index);
        _names.Add(name.ToString());
        if (_names.Count * 8 > _entries.Length)
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
            if (entry.Key.Length == 0)
            {
                continue;
            }

            var place = (int)(entry.Key.Hash() >> _shift);
            while (_entries[place].Key.Length != 0)
            {
                place = (place + 1) & (_entries.Length - 1);
            }

            _entries[place] = entry;
        }
    }

    /// <summary>The first, second and last four characters of a name and its length: all of it for up to twelve characters.</summary>
    private readonly struct Key
    {
        internal const int MaxLength = 12;

        private readonly ulong _head;
        private readonly ulong _middle;
        private readonly ulong _tail;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal Key(ref char start, int length)
        {
            Length = length;
            if (length >= 4)
            {
                _head = Four(ref start, 0);
                _tail = Four(ref start, length - 4);
                _middle = length > 8 ? Four(ref start, 4) : 0;
                return;
            }

            _head = start;
            _middle = length > 1 ? Unsafe.Add(ref start, 1) : 0UL;
            _tail = length > 2 ? Unsafe.Add(ref start, 2) : 0UL;
        }

        internal int Length { get; }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal bool Equals(in Key other) =>
            ((_head ^ other._head) | (_middle ^ other._middle) | (_tail ^ other._tail) | (uint)(Length ^ other.Length)) == 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal ulong Hash()
        {
            unchecked
            {
                var mixed = (_head * 0x9E3779B97F4A7C15) ^ (_middle * 0xC2B2AE3D27D4EB4F) ^ (_tail + (ulong)Length);
                return (mixed ^ (mixed >> 32)) * 0xD6E8FEB86659FD93;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static ulong Four(ref char start, int at) =>
            Unsafe.ReadUnaligned<ulong>(ref Unsafe.As<char, byte>(ref Unsafe.Add(ref start, at)));
    }

    private readonly struct Entry(Key key, int index)
    {
        internal readonly Key Key = key;
        internal readonly int Index = index;
    }
}
