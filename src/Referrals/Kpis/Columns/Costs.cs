namespace Referrals.Kpis.Columns;

/// <summary>Costs of one shard: rewards with the person who got them, other costs with nobody.</summary>
internal sealed class Costs
{
    internal const byte Plain = 0;
    internal const byte Granted = 1;
    internal const byte Reversed = 2;

    internal readonly TimeColumn Times = new();
    internal readonly Column<int> By = new();
    internal readonly Column<int> Referrer = new();
    internal readonly Column<int> Traits = new();
    internal readonly Column<byte> Kind = new();
    internal readonly Column<long> Amount = new();

    /// <summary>Whether it is a reward of the referrer, and not of a friend.</summary>
    internal readonly Column<bool> OfReferrer = new();

    internal void Add(long at, int person, int referrer, int traits, byte kind, long amount, bool ofReferrer)
    {
        Times.Add(at);
        By.Add(person);
        Referrer.Add(referrer);
        Traits.Add(traits);
        Kind.Add(kind);
        Amount.Add(amount);
        OfReferrer.Add(ofReferrer);
    }
}
