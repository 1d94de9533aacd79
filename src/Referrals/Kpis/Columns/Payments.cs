namespace Referrals.Kpis.Columns;

/// <summary>Sales or refunds of one shard: when, whose, how much.</summary>
internal sealed class Payments
{
    internal readonly TimeColumn Times = new();
    internal readonly Column<int> By = new();
    internal readonly Column<long> Amount = new();
    internal readonly Column<long> Margin = new();

    internal void Add(long at, int person, long amount, long margin)
    {
        Times.Add(at);
        By.Add(person);
        Amount.Add(amount);
        Margin.Add(margin);
    }
}
