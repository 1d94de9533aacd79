namespace Referrals;

/// <summary>Makes value lists.</summary>
internal static class ValueLists
{
    internal static ValueList<T> Of<T>(ReadOnlySpan<T> items) => items.IsEmpty ? ValueList<T>.Empty : new ValueList<T>(items.ToArray());

    internal static ValueList<T> ToValueList<T>(this IEnumerable<T> items) => items as ValueList<T> ?? new ValueList<T>([.. items]);
}
