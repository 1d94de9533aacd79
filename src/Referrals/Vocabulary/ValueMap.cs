using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Referrals;

/// <summary>An immutable map in the order of its keys that equals another one with equal entries; one more entry does not copy the others.</summary>
internal sealed class ValueMap<TKey, TValue> : IReadOnlyDictionary<TKey, TValue>, IEquatable<ValueMap<TKey, TValue>>
    where TKey : notnull
{
    private readonly ImmutableSortedDictionary<TKey, TValue> _entries;

    private ValueMap(ImmutableSortedDictionary<TKey, TValue> entries) => _entries = entries;

    internal static ValueMap<TKey, TValue> Empty { get; } = new(ImmutableSortedDictionary.Create<TKey, TValue>(Order));

    public int Count => _entries.Count;

    public IEnumerable<TKey> Keys => _entries.Keys;

    public IEnumerable<TValue> Values => _entries.Values;

    /// <summary>Texts are told apart as they are, whatever the culture.</summary>
    private static IComparer<TKey> Order => typeof(TKey) == typeof(string) ? (IComparer<TKey>)StringComparer.Ordinal : Comparer<TKey>.Default;

    public TValue this[TKey key] => _entries[key];

    public bool ContainsKey(TKey key) => _entries.ContainsKey(key);

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => _entries.TryGetValue(key, out value);

    public bool Equals(ValueMap<TKey, TValue>? other) => other is not null && (ReferenceEquals(this, other) || _entries.SequenceEqual(other._entries));

    public override bool Equals(object? obj) => Equals(obj as ValueMap<TKey, TValue>);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var (key, value) in _entries)
        {
            hash.Add(key);
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    public override string ToString() => _entries.Count == 0
        ? "{}"
        : new StringBuilder("{ ").AppendJoin(", ", _entries.Select(static entry => $"{entry.Key} = {entry.Value}")).Append(" }").ToString();

    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator() => ((IEnumerable<KeyValuePair<TKey, TValue>>)_entries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static ValueMap<TKey, TValue> Of(IEnumerable<KeyValuePair<TKey, TValue>> entries) => new(entries.ToImmutableSortedDictionary(Order));

    internal ValueMap<TKey, TValue> With(TKey key, TValue value) => new(_entries.SetItem(key, value));

    internal ValueMap<TKey, TValue> Without(TKey key) => new(_entries.Remove(key));
}

/// <summary>An immutable list that equals another one with equal items; one more item does not copy the others.</summary>
internal sealed class ValueSequence<T> : IReadOnlyList<T>, IEquatable<ValueSequence<T>>
{
    private readonly ImmutableList<T> _items;

    internal ValueSequence(ImmutableList<T> items) => _items = items;

    internal static ValueSequence<T> Empty { get; } = new([]);

    public int Count => _items.Count;

    public T this[int index] => _items[index];

    public bool Equals(ValueSequence<T>? other) => other is not null && (ReferenceEquals(this, other) || _items.SequenceEqual(other._items));

    public override bool Equals(object? obj) => Equals(obj as ValueSequence<T>);

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

    public IEnumerator<T> GetEnumerator() => _items.IsEmpty ? Enumerable.Empty<T>().GetEnumerator() : ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal ValueSequence<T> Add(T item) => new(_items.Add(item));
}

/// <summary>Makes maps and sequences that compare by value.</summary>
internal static class ValueSequence
{
    internal static ValueSequence<T> Of<T>(IReadOnlyList<T>? items) =>
        items as ValueSequence<T> ?? (items is null or { Count: 0 } ? ValueSequence<T>.Empty : new([.. items]));

    internal static ValueMap<TKey, TValue> ToValueMap<TKey, TValue>(this IReadOnlyDictionary<TKey, TValue>? entries)
        where TKey : notnull =>
        entries as ValueMap<TKey, TValue> ?? (entries is null or { Count: 0 } ? ValueMap<TKey, TValue>.Empty : ValueMap<TKey, TValue>.Of(entries));
}
