namespace Referrals.Kpis.Columns;

/// <summary>Orders keys of groups by their parts, one after the other, ordinally.</summary>
internal sealed class KeyOrder : IComparer<IReadOnlyList<string>>, IEqualityComparer<IReadOnlyList<string>>
{
    internal static readonly KeyOrder Ordinal = new();

    public int Compare(IReadOnlyList<string>? x, IReadOnlyList<string>? y)
    {
        for (var i = 0; i < x!.Count; i++)
        {
            var order = string.CompareOrdinal(x[i], y![i]);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    public bool Equals(IReadOnlyList<string>? x, IReadOnlyList<string>? y) => Compare(x, y) == 0;

    public int GetHashCode(IReadOnlyList<string> obj)
    {
        var hash = default(HashCode);
        foreach (var part in obj)
        {
            hash.Add(part, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }
}
