namespace Referrals.Ledger.Writing;

/// <summary>Lines that sum to zero, and the chain as it stands after them.</summary>
internal sealed record Posting
{
    public required IReadOnlyList<LedgerLine> Lines { get; init; }

    public required LedgerChain Chain { get; init; }
}
