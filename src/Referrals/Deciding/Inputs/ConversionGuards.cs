using Referrals.Deciding.Rewarding;
using Referrals.Qualification.Guards;
using Referrals.Qualification.Guards.Findings;
using Referrals.State;

namespace Referrals.Deciding.Inputs;

/// <summary>
/// Asks those guards again that a conversion gives something new to look at: a card that was never shown before, or an order that turns
/// out to be older than the referral.
/// </summary>
internal static class ConversionGuards
{
    /// <param name="draft">The decision.</param>
    /// <param name="input">The conversion.</param>
    /// <param name="customer">The referred customer, with the conversion counted.</param>
    /// <param name="before">The customer before the conversion.</param>
    /// <returns>The customer, whose referral may now be held or rejected.</returns>
    internal static CustomerState Decide(DecisionDraft draft, Conversion input, CustomerState customer, CustomerState before)
    {
        var referral = customer.Referral!;
        var fresh = customer.Signals.Except(before.Signals).ToArray();
        var late = customer.FirstConvertedAt != before.FirstConvertedAt && draft.At < customer.SignedUpAt;
        var policy = draft.Programs.For(referral.ProgramVersion).Guards;
        var guards = policy.Guards
            .Where(guard => (fresh.Length > 0 && guard.LooksAtSignals) || (late && guard.LooksAtOrders))
            .ToArray();
        if (guards.Length == 0 || referral.IsRejected)
        {
            return customer;
        }

        draft.Program = draft.Programs.For(referral.ProgramVersion);
        foreach (var referrer in Referrers(referral))
        {
            var verdict = GuardEvaluation.Decide(policy, guards, Context(draft, input, customer, referrer, fresh), draft.Domains);
            draft.Tell(verdict.Checks);
            if (verdict.Action == GuardAction.Refuse)
            {
                HeldReferrals.Reject(draft, customer, verdict.Codes[0], reason: null);
                return draft.Read<CustomerState>(StateKeys.Customer(customer.Customer))!;
            }

            if (verdict.Action == GuardAction.Hold && !customer.Referral!.IsHeld)
            {
                customer = HeldReferrals.Held(draft, customer, verdict.Codes);
            }
        }

        return customer;
    }

    private static IEnumerable<CustomerId> Referrers(ReferralState referral) =>
        referral.Credits.Count == 0 ? [referral.Referrer] : referral.Credits.Select(static credit => credit.Referrer);

    private static GuardContext Context(
        DecisionDraft draft, Conversion input, CustomerState customer, CustomerId referrer, string[] fresh) => new()
        {
            Referee = customer.Customer,
            Referrer = referrer,
            At = draft.At,
            SignedUpAt = customer.SignedUpAt!.Value,
            ClaimedAt = customer.Referral!.ClaimedAt ?? customer.Referral.CreatedAt,
            Zone = draft.Program.Zone,
            Shown = fresh,
            ReferrerShown = draft.Read<CustomerState>(StateKeys.Customer(referrer))?.Signals ?? [],
            Seen = ShownSignals.Seen(draft, fresh),
            EmailDomain = input.Signals?.EmailDomain,
            ConvertedAt = customer.FirstConvertedAt,
        };
}
