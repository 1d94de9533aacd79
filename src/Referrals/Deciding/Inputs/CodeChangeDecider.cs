using Referrals.Codes;
using Referrals.Explanations;
using Referrals.State;

namespace Referrals.Deciding.Inputs;

internal static class CodeChangeDecider
{
    internal static Decision Decide(DecisionDraft draft, CodeChange input, IReadOnlyList<ReferralCode> candidates)
    {
        if (Find(draft, input.Code) is not ({ IsDefault: false } key, { } code))
        {
            draft.Tell(Check.Of(DecisionCodes.CodeUnknown, passed: false, input.Code, "a code that was issued"));
            return draft.Refuse(DecisionCodes.CodeUnknown, input.Code);
        }

        if (code.ReplacedBy is { } next)
        {
            draft.Tell(Check.Of(DecisionCodes.CodeReplaced, passed: false, next.Value, "a code that was not replaced"));
            return draft.Refuse(DecisionCodes.CodeReplaced, key.Value);
        }

        if (input.Kind == CodeChangeKind.Replace)
        {
            return Replace(draft, key, code, candidates);
        }

        draft.Write(StateKeys.Code(key), input.Kind switch
        {
            CodeChangeKind.Suspend => code with { Suspended = true },
            CodeChangeKind.Resume => code with { Suspended = false },
            _ => code with { From = input.From, End = input.End, UsageLimit = input.UsageLimit, OnlyFor = input.OnlyFor },
        });
        return Record(draft, key, code, input.Kind);
    }

    private static Decision Replace(DecisionDraft draft, ReferralCode key, CodeState code, IReadOnlyList<ReferralCode> candidates)
    {
        foreach (var candidate in candidates)
        {
            if (draft.Read<CodeState>(StateKeys.Code(candidate)) is null)
            {
                var customerKey = StateKeys.Customer(code.Customer);
                var customer = draft.Read<CustomerState>(customerKey) ?? new CustomerState { Customer = code.Customer };
                draft.Write(StateKeys.Code(candidate), new CodeState { Customer = code.Customer, IssuedAt = draft.At });
                draft.Write(StateKeys.Code(key), code with { ReplacedBy = candidate });
                draft.Write(customerKey, customer with { Code = candidate.Value });
                draft.Record(new Fact
                {
                    Kind = FactKind.CodeIssued,
                    OccurredAt = draft.At,
                    Customer = code.Customer,
                    Subject = candidate.Value,
                });
                return Record(draft, candidate, code, CodeChangeKind.Replace);
            }
        }

        return draft.Refuse(DecisionCodes.CodesTaken);
    }

    private static Decision Record(DecisionDraft draft, ReferralCode key, CodeState code, CodeChangeKind kind)
    {
        draft.Record(new Fact
        {
            Kind = FactKind.CodeChanged,
            OccurredAt = draft.At,
            Customer = code.Customer,
            Subject = key.Value,
            Code = kind.ToString(),
        });
        draft.Tell(Check.Note(DecisionCodes.CodeChanged, kind.ToString(), key.Value));
        return draft.Accept(DecisionCodes.CodeChanged, key.Value);
    }

    private static (ReferralCode Key, CodeState? Code) Find(DecisionDraft draft, string text)
    {
        foreach (var key in CodeLookup.Keys(draft.Programs, draft.Links.CodeText(text)))
        {
            if (draft.Read<CodeState>(StateKeys.Code(key)) is { } code)
            {
                return (key, code);
            }
        }

        return default;
    }
}
