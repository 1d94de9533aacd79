namespace Referrals.Ledger;

/// <summary>Where a customer's chain of postings stands: how many there are, and the hash of the last.</summary>
internal readonly record struct LedgerChain
{
    private readonly string? _hash;

    internal LedgerChain(int length, string hash)
    {
        Length = length;
        _hash = hash;
    }

    public int Length { get; }

    public string Hash => _hash ?? string.Empty;
}
