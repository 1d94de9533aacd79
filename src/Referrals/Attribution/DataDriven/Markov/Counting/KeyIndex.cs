namespace Referrals.Attribution.DataDriven.Markov.Counting;

/// <summary>Gives 64-bit keys their indices in order of first appearance: an open-addressing table without deletion.</summary>
internal sealed class KeyIndex
{
    private int[] _slots = new int[256];
    private int _shift = 64 - 8;
    private ulong[] _keys = new ulong[128];

    internal int Count { get; private set; }

    internal ReadOnlySpan<ulong> Keys => _keys.AsSpan(0, Count);

    /// <summary>The index of a key, which is added if it is new.</summary>
    internal int IndexOf(ulong key)
    {
        unchecked
        {
            var slots = _slots;
            var keys = _keys;
            var slot = (int)(Hash(key) >> _shift);
            while (true)
            {
                var index = slots[slot] - 1;
                if (index < 0)
                {
                    return Add(slot, key);
                }

                if (keys[index] == key)
                {
                    return index;
                }

                slot = (slot + 1) & (slots.Length - 1);
            }
        }
    }

    private int Add(int slot, ulong key)
    {
        if (Count == _keys.Length)
        {
            Array.Resize(ref _keys, _keys.Length * 2);
        }

        _keys[Count++] = key;
        _slots[slot] = Count;
        if (Count * 2 > _slots.Length)
        {
            Grow();
        }

        return Count - 1;
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        _shift--;
        for (var i = 0; i < Count; i++)
        {
            var slot = (int)(Hash(_keys[i]) >> _shift);
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & (_slots.Length - 1);
            }

            _slots[slot] = i + 1;
        }
    }

    private static ulong Hash(ulong key) => unchecked((key ^ (key >> 29)) * 0x9E3779B97F4A7C15);
}
