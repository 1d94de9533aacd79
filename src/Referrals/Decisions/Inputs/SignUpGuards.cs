using NodaTime;
using Referrals.Attribution;
using Referrals.Codes;
using Referrals.Explanations;

namespace Referrals;

/// <summary>Whether a sign-up may become a referral: everything is looked at, and everything is told.</summary>
internal static class SignUpGuards
{
    /// <summary>What is wrong with one touch, and may be right with another of the same referrer.</summary>
    private static readonly string[] OfTouch =
    [
        DecisionCodes.CodeNotStarted, DecisionCodes.CodeExpired, DecisionCodes.CodeUsedUp, DecisionCodes.CodeSuspended, DecisionCodes.CodeForSomebodyElse,
        GuardCodes.AfterOrder, GuardCodes.ExistingCustomer, GuardCodes.BlockedSource,
    ];

    internal static ClaimVerdict Decide(DecisionDraft draft, SignUp input, CustomerState customer, ReferralClaim claim)
    {
        var checks = new List<Check>(
        [
            .. ScheduleGuard.Decide(draft.Program, draft.At), .. ScheduleGuard.Decide(draft.PhaseAt(draft.At), draft.At), .. BudgetGuard.Decide(draft),
        ]);
        var isClosed = checks.Any(static check => !check.Held);
        var referrer = draft.Read<CustomerState>(StateKeys.Customer(claim.Referrer));
        checks.Add(Check.Of(GuardCodes.ReferrerEnrolled, referrer is { Code: not null, ErasedAt: null }, claim.Referrer, Phrase.Of("value.enrolled_referrer")));
        checks.AddRange(ReferralGuards.Decide(input.Customer, claim.Referrer, Ancestors(draft, input.Customer, referrer)));
        if (referrer?.Ban is { } ban && ban.Holds(draft.At))
        {
            checks.Add(Check.Of(GuardCodes.BannedReferrer, passed: false, Phrase.Of("value.named", claim.Referrer, ban.Reason), Phrase.Of("value.referrer_not_banned")));
        }

        if (UsedCode(draft, input.Customer, claim) is { } standing)
        {
            checks.Add(standing);
        }

        var policy = draft.Program.Guards;
        var verdict = GuardEvaluation.Decide(policy, policy.Guards, Context(draft, input, customer, referrer, claim), draft.Domains);
        checks.AddRange(verdict.Checks);
        return new ClaimVerdict
        {
            Checks = checks,
            HeldBy = verdict.Action == GuardAction.Hold ? verdict.Codes : [],
            IsOfProgram = isClosed,
            IsOfTouch = checks.Where(static check => !check.Held).All(static check => OfTouch.Contains(check.Code)),
        };
    }

    private static GuardContext Context(DecisionDraft draft, SignUp input, CustomerState customer, CustomerState? referrer, ReferralClaim claim)
    {
        var policy = draft.Program.Guards;
        return new GuardContext
        {
            Calls = draft,
            WhenRuleFails = draft.Program.WhenRuleFails,
            Referee = input.Customer,
            Referrer = claim.Referrer,
            At = draft.At,
            SignedUpAt = draft.At,
            ClaimedAt = claim.At,
            Zone = draft.Program.Zone,
            TouchAttributes = claim.Attributes,
            RefereeSegment = customer.Segment,
            RefereeAttributes = NamedText.ToDictionary(customer.Attributes),
            ReferrerSegment = referrer?.Segment,
            ReferrerAttributes = NamedText.ToDictionary(referrer?.Attributes ?? []),
            Shown = customer.Signals,
            ReferrerShown = referrer?.Signals ?? [],
            Seen = policy.Guards.Count == 0 ? NothingSeen : ShownSignals.Seen(draft, customer.Signals),
            ReferredLately = policy.CountsReferrals
                ? draft.Read<SignalHistory>(StateKeys.ReferredLately(claim.Referrer)) ?? SignalHistory.None
                : SignalHistory.None,
            LateAfter = policy.LateAfter,
            Unreadable = input.Signals?.Unreadable ?? [],
            EmailDomain = input.Signals?.EmailDomain,
            IsExisting = input.IsExisting,
            Orders = Orders(draft.Program, customer),
        };
    }

    /// <summary>What a program takes for orders, and when the customer first had each.</summary>
    internal static OrderHistory Orders(ReferralProgram program, CustomerState customer) => new()
    {
        Usual = program.OrderEvents,
        FirstOf = customer.FirstOf,
        FirstWithAmount = customer.FirstAmountAt,
    };

    private static readonly Dictionary<string, SignalHistory> NothingSeen = [];

    /// <summary>Whether the code of the claim still stands: it may have been suspended or used up since the click.</summary>
    private static Check? UsedCode(DecisionDraft draft, CustomerId referee, ReferralClaim claim)
    {
        if (claim.Code is not { } text || draft.Read<CodeState>(StateKeys.Code(ReferralCode.From(text))) is not { } code)
        {
            return null;
        }

        var key = ReferralCode.From(text);
        // A code that was replaced after the click still tells whose click it was.
        return CodeLookup.CheckOf(draft, code, CodeLookup.Standing(draft, key, code, referee));
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

        // Everybody who shares a referral above is an ancestor.
        var next = new Queue<CustomerId>(referrer?.Referral?.Referrers ?? []);
        while (next.TryDequeue(out var id) && ancestors.Count < ReferralGuards.MaxDepth && !ancestors.Contains(referee))
        {
            if (!ancestors.Contains(id))
            {
                ancestors.Add(id);

                // Who has a referrer keeps it, so only the end of a chain can still change: a guard there holds all of it, however long it is.
                var key = StateKeys.Customer(id);
                var referral = draft.ReadSettled<CustomerState>(key)?.Referral ?? draft.Read<CustomerState>(key)?.Referral;
                foreach (var above in referral?.Referrers ?? [])
                {
                    next.Enqueue(above);
                }
            }
        }

        return ancestors;
    }
}

/// <summary>Remembers which customers showed which signals.</summary>
internal static class ShownSignals
{
    /// <summary>What is known of each hash before the input.</summary>
    internal static Dictionary<string, SignalHistory> Seen(DecisionDraft draft, IEnumerable<string> hashes) => hashes.ToDictionary(
        static hash => hash,
        hash => draft.Read<SignalHistory>(StateKeys.Signal(hash)) ?? SignalHistory.None,
        StringComparer.Ordinal);

    /// <summary>The customer with these hashes among its own, the latest kept.</summary>
    internal static CustomerState Known(CustomerState customer, PersonSignals? signals) => signals is null ? customer : customer with
    {
        Signals = customer.Signals.Except(signals.Hashes).Concat(signals.Hashes).TakeLast(CustomerState.MaxSignals).ToValueList(),
    };

    /// <summary>Writes that the customer showed these hashes.</summary>
    /// <param name="draft">The decision.</param>
    /// <param name="customer">Who.</param>
    /// <param name="hashes">What.</param>
    /// <param name="referral">The customer's referral, if there is one.</param>
    internal static void Keep(DecisionDraft draft, CustomerId customer, IEnumerable<string> hashes, ReferralState? referral)
    {
        foreach (var hash in hashes)
        {
            Keep(draft, StateKeys.Signal(hash), customer, referral?.Referrers ?? []);
        }
    }

    /// <summary>Writes that a customer signed up as the referral of a referrer.</summary>
    internal static void KeepReferral(DecisionDraft draft, CustomerId referee, CustomerId referrer) =>
        Keep(draft, StateKeys.ReferredLately(referrer), referee, referrers: []);

    private static void Keep(DecisionDraft draft, Referrals.Storage.RecordKey key, CustomerId customer, ValueList<CustomerId> referrers)
    {
        var before = draft.Read<SignalHistory>(key) ?? SignalHistory.None;
        var after = before.With(new SignalShowing { Customer = customer, At = draft.At, Referrers = referrers });
        if (after != before)
        {
            draft.Write(key, after);
        }
    }
}

/// <summary>Whether a program creates referrals at an instant.</summary>
internal static class ScheduleGuard
{
    internal static IEnumerable<Check> Decide(ReferralProgram program, Instant at)
    {
        if (program.IsPaused)
        {
            yield return Check.Of(GuardCodes.Paused, passed: false, Phrase.Of("value.paused"), Phrase.Of("value.running_program"));
        }

        if (program.StartsAt is { } start)
        {
            yield return Check.Of(GuardCodes.NotStarted, at >= start, at, Phrase.Of("value.from_on", start));
        }

        if (program.EndsAt is { } end)
        {
            yield return Check.Of(GuardCodes.Ended, at < end, at, Phrase.Of("value.before", end));
        }
    }

    /// <summary>The same for a program that was paused or ended while it was running.</summary>
    internal static IEnumerable<Check> Decide(PhaseMark phase, Instant at) => phase.Phase switch
    {
        ProgramPhase.Running => [],
        ProgramPhase.Paused => [Check.Of(GuardCodes.Paused, passed: false, Phrase.Of("value.paused"), Phrase.Of("value.running_program"))],
        _ => [Check.Of(GuardCodes.Ended, passed: false, at, Phrase.Of("value.before", phase.From))],
    };
}

/// <summary>Whether a budget that closes the program is used up.</summary>
internal static class BudgetGuard
{
    internal static IEnumerable<Check> Decide(DecisionDraft draft) => draft.Program.Budgets
        .Where(static budget => budget.WhenUsedUp == BudgetExhaustion.Close)
        .Select(budget => Check.Of(
            GuardCodes.BudgetUsedUp,
            draft.ReadNumber(StateKeys.BudgetUsedUp(budget.Amount.Unit)) == 0,
            Phrase.Of("value.budget_of", budget.Amount),
            Phrase.Of("value.budget_left")));
}
