using Referrals.Explanations;
using Referrals.State;

namespace Referrals.Deciding.Inputs;

internal static class ShareDecider
{
    internal static Decision Decide(DecisionDraft draft, Share input)
    {
        var key = StateKeys.Share(input.Id);
        var customer = draft.Read<CustomerState>(StateKeys.Customer(input.Referrer));
        if (draft.Read<ShareState>(key) is not null)
        {
            draft.Tell(Check.Of(DecisionCodes.ShareDuplicate, passed: false, input.Id, "an id that no other share has"));
            return draft.Refuse(DecisionCodes.ShareDuplicate, input.Id);
        }

        if (customer?.Code is null)
        {
            draft.Tell(Check.Of(DecisionCodes.SharerNotEnrolled, passed: false, null, "an enrolled referrer"));
            return draft.Refuse(DecisionCodes.SharerNotEnrolled, input.Id);
        }

        draft.Write(key, new ShareState { Referrer = input.Referrer, Channel = input.Channel, At = draft.At });
        draft.Record(new Fact
        {
            Kind = FactKind.ShareRecorded,
            OccurredAt = draft.At,
            Customer = input.Referrer,
            Channel = input.Channel,
            Segment = customer.Segment,
            Subject = input.Id,
        });
        draft.Tell(Check.Note(DecisionCodes.ShareRecorded, input.Channel.ToString()));
        return draft.Accept(DecisionCodes.ShareRecorded, input.Id);
    }
}
