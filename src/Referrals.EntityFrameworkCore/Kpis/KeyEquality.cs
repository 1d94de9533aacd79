namespace Referrals.EntityFrameworkCore.Kpis;

/// <summary>Keys of groups are equal, and in order, part by part and ordinally.</summary>
internal sealed class KeyEquality : IEqualityComparer<string[]>, IComparer<string[]>
{
    internal static readonly KeyEquality Ordinal = new();

    public bool Equals(string[]? x, string[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(string[] obj)
    {
        var hash = default(HashCode);
        foreach (var part in obj)
        {
            hash.Add(part, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    public int Compare(string[]? x, string[]? y)
    {
        var i = 0;
        while (i < x!.Length && string.Equals(x[i], y![i], StringComparison.Ordinal))
        {
            i++;
        }

        return i == x.Length ? 0 : string.CompareOrdinal(x[i], y![i]);
    }
}
