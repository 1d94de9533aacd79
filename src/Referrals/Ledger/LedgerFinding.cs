namespace Referrals.Ledger;

/// <summary>Something in a ledger that cannot be right.</summary>
public sealed record LedgerFinding
{
    internal LedgerFinding(string code, string posting, string message)
    {
        Code = code;
        Posting = posting;
        Message = message;
    }

    /// <summary>The stable machine code: <c>ledger.unbalanced</c>, <c>ledger.broken_chain</c>, <c>ledger.wrong_step</c>, <c>ledger.wrong_balance</c>.</summary>
    public string Code { get; }

    /// <summary>The posting, or the account, that it is about.</summary>
    public string Posting { get; }

    /// <summary>What is wrong, in a full sentence.</summary>
    public string Message { get; }

    /// <summary>Posting, message and code in one line.</summary>
    public override string ToString() => $"{Posting}: {Message} [{Code}]";
}
