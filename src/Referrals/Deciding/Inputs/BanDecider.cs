using Referrals.Explanations;
using Referrals.State;
using Referrals.State.Guarding;

namespace Referrals.Deciding.Inputs;

internal static class BanDecider
{
    internal static Decision Decide(DecisionDraft draft, ReferrerBan input)
    {
        var key = StateKeys.Customer(input.Customer);
        var customer = draft.Read<CustomerState>(key) ?? new CustomerState { Customer = input.Customer };
        var isBanned = customer.Ban is { Until: null };
        if (isBanned != input.IsLifted)
        {
            var refusal = input.IsLifted ? DecisionCodes.ReferrerNotBanned : DecisionCodes.ReferrerAlreadyBanned;
            draft.Tell(Check.Of(
                refusal,
                passed: false,
                isBanned ? $"since {customer.Ban!.From}: {customer.Ban.Reason}" : "not banned",
                input.IsLifted ? "a banned referrer" : "a referrer who is not banned"));
            return draft.Refuse(refusal, input.Customer.Value);
        }

        var ban = input.IsLifted
            ? customer.Ban! with { Until = draft.At }
            : new ReferrerBanState { From = draft.At, Reason = input.Reason };
        draft.Write(key, customer with { Ban = ban });
        draft.Record(new Fact
        {
            Kind = input.IsLifted ? FactKind.ReferrerBanLifted : FactKind.ReferrerBanned,
            OccurredAt = draft.At,
            Customer = input.Customer,
            Segment = customer.Segment,
            Code = input.IsLifted ? "ban_lifted" : "ban",
        });
        var outcome = input.IsLifted ? DecisionCodes.ReferrerBanLifted : DecisionCodes.ReferrerBanned;
        draft.Tell(Check.Note(outcome, input.Reason));
        return draft.Accept(outcome, input.Customer.Value);
    }
}
