using Referrals.Explanations;
using Referrals.State;

namespace Referrals.Deciding.Inputs;

internal static class IdentificationDecider
{
    internal static Decision Decide(DecisionDraft draft, Identification input) => Join(draft, input.Visitor, input.Customer) switch
    {
        DecisionCodes.VisitorConflict => draft.Refuse(DecisionCodes.VisitorConflict, input.Visitor.Value),
        var code => draft.Accept(code, input.Visitor.Value),
    };

    /// <summary>Joins a visitor to a customer, as an identification or a sign-up by that visitor does; answers the code of what happened.</summary>
    internal static string Join(DecisionDraft draft, VisitorId visitorId, CustomerId customerId)
    {
        var visitorKey = StateKeys.Visitor(visitorId);
        var customerKey = StateKeys.Customer(customerId);
        var visitor = draft.Read<VisitorState>(visitorKey) ?? new VisitorState { Visitor = visitorId };
        var customer = draft.Read<CustomerState>(customerKey) ?? new CustomerState { Customer = customerId };
        if (visitor.Customer is { } known)
        {
            var code = known == customerId ? DecisionCodes.VisitorAlreadyIdentified : DecisionCodes.VisitorConflict;
            draft.Tell(Check.Of(code, known == customerId, known.ToString(), customerId.ToString()));
            return code;
        }

        draft.Write(visitorKey, visitor with { Customer = customerId });
        if (customer.Visitors.Count < CustomerState.MaxVisitors)
        {
            draft.Write(customerKey, customer with { Visitors = customer.Visitors.Append(visitorId).ToValueList() });
        }
        else
        {
            MoveTouches(draft, visitor with { Customer = customerId }, customer.Visitors[^1]);
        }

        draft.Record(new Fact
        {
            Kind = FactKind.VisitorIdentified,
            OccurredAt = draft.At,
            Visitor = visitorId,
            Customer = customerId,
        });
        draft.Tell(Check.Note(DecisionCodes.VisitorIdentified, customerId.ToString()));
        return DecisionCodes.VisitorIdentified;
    }

    /// <summary>A customer has as many visitors as are listed: the last of them keeps the touches of one more, those to come as well.</summary>
    private static void MoveTouches(DecisionDraft draft, VisitorState visitor, VisitorId keeper)
    {
        var key = StateKeys.Visitor(visitor.Visitor);
        var moved = visitor with { Touches = [], KeptWith = keeper };
        draft.Write(key, moved);
        foreach (var touch in visitor.Touches)
        {
            TouchDecider.Keep(draft, key, moved, touch);
        }
    }
}
