namespace Referrals.Operations;

/// <summary>Something in a store that cannot be right.</summary>
public sealed record AuditFinding
{
    internal AuditFinding(string code, string subject, string message)
    {
        Code = code;
        Subject = subject;
        Message = message;
    }

    /// <summary>The stable machine code: one of <see cref="AuditCodes"/>, or of the ledger's: <see cref="Referrals.Ledger.LedgerFinding.Code"/>.</summary>
    public string Code { get; }

    /// <summary>The posting, reward, customer, counter or fact that it is about. It may hold a customer's id: do not log it in clear.</summary>
    public string Subject { get; }

    /// <summary>What is wrong, in a full sentence.</summary>
    public string Message { get; }

    /// <summary>Subject, message and code in one line.</summary>
    public override string ToString() => $"{Subject}: {Message} [{Code}]";
}

/// <summary>What an audit can find, besides what is wrong with the ledger itself.</summary>
public static class AuditCodes
{
    /// <summary>The record of a customer or of an account does not stand where the chain of its postings ends.</summary>
    public const string ChainEnd = "audit.chain_end";

    /// <summary>A reward's record and its postings do not agree.</summary>
    public const string RewardNotInLedger = "audit.reward_not_in_ledger";

    /// <summary>The ledger moves a reward that does not exist.</summary>
    public const string UnknownReward = "audit.unknown_reward";

    /// <summary>A customer was referred more than once.</summary>
    public const string ReferredTwice = "audit.referred_twice";

    /// <summary>A customer's referral and the journal do not agree.</summary>
    public const string ReferralNotInJournal = "audit.referral_not_in_journal";

    /// <summary>A customer is among its own referrers.</summary>
    public const string ReferralCycle = "audit.referral_cycle";

    /// <summary>More was counted against a cap than it allows in any version of the program.</summary>
    public const string CapExceeded = "audit.cap_exceeded";

    /// <summary>More was granted, or counted, than the budget allows in any version of the program.</summary>
    public const string BudgetExceeded = "audit.budget_exceeded";

    /// <summary>A reward is pending that neither the passing of time nor a review will ever move.</summary>
    public const string RewardStuck = "audit.reward_stuck";

    /// <summary>A fact that was decided is not in the journal, or not as it was decided.</summary>
    public const string FactMissing = "audit.fact_missing";

    /// <summary>The journal holds a fact that nothing decided.</summary>
    public const string FactUnknown = "audit.fact_unknown";

    /// <summary>A fact of a customer stands before one that was decided earlier.</summary>
    public const string FactMoved = "audit.fact_moved";

    /// <summary>An event is not as it was stored.</summary>
    public const string EventChanged = "audit.event_changed";

    /// <summary>A record or counter is not what the journal leads to: it was changed, renamed, added or deleted.</summary>
    public const string RecordChanged = "audit.record_changed";

    /// <summary>The row of a ledger line does not say what the line says.</summary>
    public const string LineChanged = "audit.line_changed";

    /// <summary>A message that waits for delivery is not the one that its decision has written.</summary>
    public const string MessageChanged = "audit.message_changed";

    /// <summary>What joins a person to the surrogate was changed or is incomplete.</summary>
    public const string PersonChanged = "audit.person_changed";

    /// <summary>A version of the program has decided and is registered with another content now: what was promised has changed.</summary>
    public const string VersionChanged = "audit.version_changed";

    /// <summary>A version of the program has decided and is not registered: other rules than those that were promised judge its referrals.</summary>
    public const string VersionMissing = "audit.version_missing";

    /// <summary>A record cannot be read.</summary>
    public const string Unreadable = "audit.unreadable";
}
