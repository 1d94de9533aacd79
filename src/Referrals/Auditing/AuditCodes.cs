namespace Referrals.Auditing;

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
}
