using Referrals.Explanations;
using Referrals.State;

namespace Referrals.Deciding.Inputs;

internal static class CustomerUpdateDecider
{
    internal static Decision Decide(DecisionDraft draft, CustomerUpdate input)
    {
        var key = StateKeys.Customer(input.Customer);
        var customer = draft.Read<CustomerState>(key) ?? new CustomerState { Customer = input.Customer };
        draft.Write(key, customer with
        {
            Segment = input.Segment ?? customer.Segment,
            Attributes = CustomerHistory.Attributes(draft, customer, input.Attributes),
        });
        draft.Tell(Check.Note(DecisionCodes.CustomerUpdated, input.Segment));
        return draft.Accept(DecisionCodes.CustomerUpdated, input.Customer.Value);
    }
}
