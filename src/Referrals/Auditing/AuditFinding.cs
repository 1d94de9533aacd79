namespace Referrals.Auditing;

/// <summary>Something in a store that cannot be right.</summary>
public sealed record AuditFinding
{
    internal AuditFinding(string code, string subject, string message)
    {
        Code = code;
        Subject = subject;
        Message = message;
    }

    /// <summary>The stable machine code: one of <see cref="AuditCodes"/>, or of the ledger's: <see cref="Ledger.LedgerFinding.Code"/>.</summary>
    public string Code { get; }

    /// <summary>The posting, reward, customer, counter or fact that it is about. It may hold a customer's id: do not log it in clear.</summary>
    public string Subject { get; }

    /// <summary>What is wrong, in a full sentence.</summary>
    public string Message { get; }

    /// <summary>Subject, message and code in one line.</summary>
    public override string ToString() => $"{Subject}: {Message} [{Code}]";
}
