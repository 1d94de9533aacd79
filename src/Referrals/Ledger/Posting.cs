namespace Referrals.Ledger;

/// <summary>A balanced pair of lines, and the chain as it stands after them.</summary>
internal sealed record Posting
{
    public required LedgerLine From { get; init; }

    public required LedgerLine To { get; init; }

    public required LedgerChain Chain { get; init; }
}
