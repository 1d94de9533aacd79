using System.Collections;
using System.Runtime.CompilerServices;
using System.Text;

namespace Referrals;

/// <summary>An immutable list that equals another one with equal items in the same order, so that records holding it compare by value.</summary>
[CollectionBuilder(typeof(ValueLists), nameof(ValueLists.Of))]
internal sealed class ValueList<T> : IReadOnlyList<T>, IEquatable<ValueList<T>>
{
    private readonly T[] _items;

    internal ValueList(T[] items) => _items = items;

    internal static ValueList<T> Empty { get; } = new([]);

    public int Count => _items.Length;

    public T this[int index] => _items[index];

    public bool Equals(ValueList<T>? other) => other is not null && _items.AsSpan().SequenceEqual(other._items);

    public override bool Equals(object? obj) => Equals(obj as ValueList<T>);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var item in _items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    public override string ToString() => new StringBuilder("[").AppendJoin(", ", _items).Append(']').ToString();

    public ReadOnlySpan<T> AsSpan() => _items;

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Makes value lists.</summary>
internal static class ValueLists
{
    internal static ValueList<T> Of<T>(ReadOnlySpan<T> items) => items.IsEmpty ? ValueList<T>.Empty : new ValueList<T>(items.ToArray());

    internal static ValueList<T> ToValueList<T>(this IEnumerable<T> items) => items as ValueList<T> ?? new ValueList<T>([.. items]);

    /// <summary>The list with one more item at its end.</summary>
    internal static ValueList<T> Adding<T>(this ValueList<T> items, T last)
    {
        var all = new T[items.Count + 1];
        items.AsSpan().CopyTo(all);
        all[^1] = last;
        return new ValueList<T>(all);
    }
}
