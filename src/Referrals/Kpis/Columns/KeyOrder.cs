namespace Referrals.Kpis.Columns;

/// <summary>Orders groups by the parts of their keys, one after the other, ordinally.</summary>
internal sealed class KeyOrder : IComparer<KpiGroup>
{
    internal static readonly KeyOrder Ordinal = new();

    public int Compare(KpiGroup? x, KpiGroup? y)
    {
        for (var i = 0; i < x!.Key.Count; i++)
        {
            var order = string.CompareOrdinal(x.Key[i], y!.Key[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }
}
