using Referrals.Attribution;
using Referrals.Codes;
using Referrals.Codes.Lifetimes;
using Referrals.Explanations;
using Referrals.Qualification.Guards;
using Referrals.Qualification.Guards.Findings;
using Referrals.State;
using Referrals.State.Guarding;

namespace Referrals.Deciding.Inputs;

/// <summary>Whether a sign-up may become a referral: everything is looked at, and everything is told.</summary>
internal static class SignUpGuards
{
    /// <returns>Why the referral is refused, or what holds it.</returns>
    internal static (string? Refusal, IReadOnlyList<string> HeldBy) Decide(
        DecisionDraft draft, SignUp input, CustomerState customer, ReferralClaim claim)
    {
        var checks = new List<Check>([.. ScheduleGuard.Decide(draft.Program, draft.At), .. BudgetGuard.Decide(draft)]);
        var referrer = draft.Read<CustomerState>(StateKeys.Customer(claim.Referrer));
        checks.Add(Check.Of(GuardCodes.ReferrerEnrolled, referrer is { Code: not null, ErasedAt: null }, claim.Referrer.ToString(), "an enrolled referrer"));
        checks.AddRange(ReferralGuards.Decide(input.Customer, claim.Referrer, Ancestors(draft, input.Customer, referrer)));
        if (referrer?.Ban is { } ban && ban.Holds(draft.At))
        {
            checks.Add(Check.Of(GuardCodes.BannedReferrer, passed: false, $"{claim.Referrer}: {ban.Reason}", "a referrer who is not banned"));
        }

        if (UsedCode(draft, input.Customer, claim) is { } standing)
        {
            checks.Add(standing);
        }

        var policy = draft.Program.Guards;
        var verdict = GuardEvaluation.Decide(policy, policy.Guards, Context(draft, input, customer, referrer, claim), draft.Domains);
        checks.AddRange(verdict.Checks);
        draft.Tell(checks);
        return (checks.FirstOrDefault(static check => !check.Held)?.Code, verdict.Action == GuardAction.Hold ? verdict.Codes : []);
    }

    private static GuardContext Context(DecisionDraft draft, SignUp input, CustomerState customer, CustomerState? referrer, ReferralClaim claim)
    {
        var policy = draft.Program.Guards;
        return new GuardContext
        {
            Referee = input.Customer,
            Referrer = claim.Referrer,
            At = draft.At,
            SignedUpAt = draft.At,
            ClaimedAt = claim.At,
            Zone = draft.Program.Zone,
            Shown = customer.Signals,
            ReferrerShown = referrer?.Signals ?? [],
            Seen = policy.Guards.Count == 0 ? NothingSeen : ShownSignals.Seen(draft, customer.Signals),
            ReferredLately = policy.CountsReferrals
                ? draft.Read<SignalState>(StateKeys.ReferredLately(claim.Referrer))?.Showings ?? []
                : [],
            Unreadable = input.Signals?.Unreadable ?? [],
            EmailDomain = input.Signals?.EmailDomain,
            IsExisting = input.IsExisting,
            ConvertedAt = customer.FirstConvertedAt,
        };
    }

    private static readonly Dictionary<string, IReadOnlyList<SignalShowing>> NothingSeen = [];

    /// <summary>Whether the code of the claim still stands: it may have been suspended or used up since the click.</summary>
    private static Check? UsedCode(DecisionDraft draft, CustomerId referee, ReferralClaim claim)
    {
        if (claim.Code is not { } text || draft.Read<CodeState>(StateKeys.Code(ReferralCode.From(text))) is not { } code)
        {
            return null;
        }

        var key = ReferralCode.From(text);
        var standing = CodeLookup.Standing(draft, key, code, referee);
        // A code that was replaced after the click still tells whose click it was.
        return Check.Of(
            DecisionCodes.CodeNotUsable, standing is CodeStanding.Usable or CodeStanding.Replaced, standing.ToString(), nameof(CodeStanding.Usable));
    }

    /// <summary>
    /// The chain of referrers above the referrer. Only somebody who has referred others can close a cycle by joining late, so for
    /// all others there is nothing to walk.
    /// </summary>
    private static List<CustomerId> Ancestors(DecisionDraft draft, CustomerId referee, CustomerState? referrer)
    {
        var ancestors = new List<CustomerId>();
        if (draft.ReadNumber(StateKeys.Referred(referee)) == 0)
        {
            return ancestors;
        }

        for (var next = referrer?.Referral?.Referrer;
             next is { } id && ancestors.Count < ReferralGuards.MaxDepth && !ancestors.Contains(referee);)
        {
            var key = StateKeys.Customer(id);
            ancestors.Add(id);
            next = draft.Read<CustomerState>(key)?.Referral?.Referrer;
        }

        return ancestors;
    }
}
