using Referrals.Codes;
using Referrals.Explanations;
using Referrals.State;

namespace Referrals.Deciding.Inputs;

internal static class EnrollmentDecider
{
    internal static Decision Decide(DecisionDraft draft, Enrollment input, IReadOnlyList<ReferralCode> candidates)
    {
        var key = StateKeys.Customer(input.Customer);
        var customer = draft.Read<CustomerState>(key) ?? new CustomerState { Customer = input.Customer };
        if (customer.Code is { } issued)
        {
            draft.Tell(Check.Note(DecisionCodes.CodeAlreadyIssued, issued));
            return draft.Accept(DecisionCodes.CodeAlreadyIssued, issued);
        }

        foreach (var candidate in candidates)
        {
            var codeKey = StateKeys.Code(candidate);
            if (draft.Read<CodeState>(codeKey) is not null)
            {
                continue;
            }

            var code = candidate.Value;
            draft.Write(codeKey, new CodeState { Customer = input.Customer, IssuedAt = draft.At });
            draft.Write(key, customer with { Code = code });
            draft.Record(new Fact
            {
                Kind = FactKind.CodeIssued,
                OccurredAt = draft.At,
                Customer = input.Customer,
                Subject = code,
            });
            draft.Tell(Check.Note(DecisionCodes.CodeIssued, code));
            return draft.Accept(DecisionCodes.CodeIssued, code);
        }

        return draft.Refuse(DecisionCodes.CodesTaken);
    }
}
