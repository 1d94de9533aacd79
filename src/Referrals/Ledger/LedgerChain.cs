namespace Referrals.Ledger;

/// <summary>Where a chain of postings stands: its name, how many there are, and the hash of the last.</summary>
internal readonly record struct LedgerChain
{
    private const string ReferralPrefix = "referral:";

    internal LedgerChain(string name, int length, string hash)
    {
        Name = name;
        Length = length;
        Hash = hash;
    }

    public string Name { get; }

    public int Length { get; }

    public string Hash { get; }

    /// <summary>The chain of a referral, which its referee serialises.</summary>
    internal static LedgerChain OfReferral(CustomerId referee, int length, string hash) => new($"{ReferralPrefix}{referee}", length, hash);

    /// <summary>The chain of what an owner does with rewards of one unit, which the owner's account serialises.</summary>
    internal static LedgerChain OfAccount(Unit unit, CustomerId owner, int length, string hash) =>
        new(KeyText.Of("account", unit.ToString(), owner.Value), length, hash);

    /// <summary>Under which name what a chain tells comes in order: that of the referee, as for what is not in the ledger, or of the account.</summary>
    internal static string StreamOf(string chain) =>
        chain.StartsWith(ReferralPrefix, StringComparison.Ordinal) ? chain[ReferralPrefix.Length..] : chain;
}
