using Referrals.Explanations;
using Referrals.State;

namespace Referrals.Deciding.Inputs;

/// <summary>
/// Takes a person's devices, segment, attributes, signals and code out of use. Referrals, rewards and postings stay: the books of others rest on them.
/// </summary>
internal static class ErasureDecider
{
    internal static Decision Decide(DecisionDraft draft, Erasure input)
    {
        var key = StateKeys.Customer(input.Customer);
        var customer = draft.Read<CustomerState>(key) ?? new CustomerState { Customer = input.Customer };
        foreach (var id in customer.Visitors)
        {
            var visitor = draft.Read<VisitorState>(StateKeys.Visitor(id));
            draft.Write(StateKeys.Visitor(id), new VisitorState { Visitor = id, Customer = visitor?.Customer });
        }

        Suspend(draft, customer);
        draft.Write(key, customer with { Visitors = [], Segment = null, Attributes = [], Signals = [], ErasedAt = draft.At });
        draft.Record(new Fact { Kind = FactKind.PersonErased, OccurredAt = draft.At, Customer = input.Customer });
        draft.Tell(Check.Note(DecisionCodes.PersonErased));
        return draft.Accept(DecisionCodes.PersonErased, input.Customer.Value);
    }

    private static void Suspend(DecisionDraft draft, CustomerState customer)
    {
        foreach (var key in customer.Code is { } code ? CodeLookup.Keys(draft.Programs, code) : [])
        {
            if (draft.Read<CodeState>(StateKeys.Code(key)) is { } state && state.Customer == customer.Customer)
            {
                draft.Write(StateKeys.Code(key), state with { Suspended = true });
            }
        }
    }
}
