using Referrals.Explanations;

namespace Referrals;

/// <summary>Whether a referral may be created between two customers.</summary>
internal static class ReferralGuards
{
    /// <summary>How far up the chain of referrers a cycle is looked for; longer chains are refused as if they closed.</summary>
    internal const int MaxDepth = 256;

    /// <param name="referee">Who signed up.</param>
    /// <param name="referrer">Whose referral it is.</param>
    /// <param name="ancestors">The referrer's own referrer, that one's referrer, and so on; may stop at the referee.</param>
    internal static IReadOnlyList<Check> Decide(CustomerId referee, CustomerId referrer, IReadOnlyList<CustomerId> ancestors)
    {
        var cycle = ancestors.Contains(referee) || ancestors.Count >= MaxDepth;
        return
        [
            Check.Of(GuardCodes.Self, referee != referrer, referrer, Phrase.Of("value.not_person", referee)),
            Check.Of(GuardCodes.Cycle, !cycle, cycle ? Chain(referrer, ancestors) : (CheckValue)Phrase.Of("value.no_cycle"), Phrase.Of("value.no_cycle")),
        ];
    }

    private static PhraseList Chain(CustomerId referrer, IReadOnlyList<CustomerId> ancestors) =>
        PhraseList.By("list.chain", ancestors.Take(8).Prepend(referrer).Cast<object>());
}

/// <summary>The codes of the checks that keep wrong referrals out.</summary>
internal static class GuardCodes
{
    internal const string Self = "guard.self_referral";
    internal const string Cycle = "guard.cycle";
    internal const string ReferrerEnrolled = "guard.referrer_enrolled";
    internal const string BudgetUsedUp = "guard.program_budget_used_up";
    internal const string NotStarted = "guard.program_not_started";
    internal const string Ended = "guard.program_ended";
    internal const string Paused = "guard.program_paused";
    internal const string SameEmail = "guard.same_email";
    internal const string SamePhone = "guard.same_phone";
    internal const string SharedPayment = "guard.shared_payment";
    internal const string SharedDevice = "guard.shared_device";
    internal const string SharedAddress = "guard.shared_address";
    internal const string SignalMissing = "guard.signal_missing";
    internal const string ExistingCustomer = "guard.existing_customer";
    internal const string AlreadyReferred = "guard.already_referred";
    internal const string AfterOrder = "guard.referral_after_order";
    internal const string ReferrerVelocity = "guard.referrer_velocity";
    internal const string SignalVelocity = "guard.signal_velocity";
    internal const string BlockedDomain = "guard.blocked_domain";
    internal const string DisposableDomain = "guard.disposable_domain";
    internal const string BannedReferrer = "guard.banned_referrer";
    internal const string BlockedSource = "guard.blocked_source";
    internal const string Custom = "guard.custom";
    internal const string Score = "guard.score";
    internal const string ReferralHeld = "guard.referral_held";
    internal const string ReferralRejected = "guard.referral_rejected";
}
