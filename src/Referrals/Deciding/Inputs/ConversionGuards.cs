using Referrals.Deciding.Rewarding;
using Referrals.Qualification.Guards;
using Referrals.Qualification.Guards.Checks;
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
        var program = draft.Programs.For(referral.ProgramVersion);
        var policy = program.Guards;
        var orders = SignUpGuards.Orders(program, customer);
        var ordersBefore = SignUpGuards.Orders(program, before);
        var guards = policy.Guards
            .Where(guard => (fresh.Length > 0 && guard.LooksAtSignals)
                || (guard is OrderGuard order && draft.At < customer.SignedUpAt && orders.First(order.Events) != ordersBefore.First(order.Events)))
            .ToArray();
        if (guards.Length == 0 || referral.IsRejected)
        {
            return customer;
        }

        draft.Program = program;
        foreach (var referrer in referral.Referrers)
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
            LateAfter = draft.Program.Guards.LateAfter,
            EmailDomain = input.Signals?.EmailDomain,
            Orders = SignUpGuards.Orders(draft.Program, customer),
        };
}
