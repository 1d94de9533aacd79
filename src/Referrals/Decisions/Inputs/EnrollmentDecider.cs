using Referrals.Codes;
using Referrals.Explanations;

namespace Referrals;

internal static class EnrollmentDecider
{
    internal static Decision Decide(DecisionDraft draft, Enrollment input, IReadOnlyList<ReferralCode> candidates)
    {
        var key = StateKeys.Customer(input.Customer);
        var customer = draft.Read<CustomerState>(key) ?? new CustomerState { Customer = input.Customer };
        customer = customer.InSegment(input.Segment, draft.At) with
        {
            EnrolledAt = customer.EnrolledAt ?? draft.At,
            Attributes = CustomerHistory.Attributes(draft, customer, input.Attributes),
        };
        if (input.Signals is { } signals)
        {
            customer = ShownSignals.Known(customer, signals);
            draft.Write(key, customer);
            ShownSignals.Keep(draft, input.Customer, signals.Hashes, customer.Referral);
        }

        if (customer.Code is { } issued)
        {
            if (input.Segment is not null || input.Attributes.Count > 0)
            {
                draft.Write(key, customer);
            }

            if (input.ChosenCode is { } late && !Chose(draft, late, issued))
            {
                draft.Tell(Check.Of(DecisionCodes.ChosenCodeLate, passed: false, CheckValue.Text(late), CheckValue.Text(issued)));
                return draft.Refuse(DecisionCodes.ChosenCodeLate, issued);
            }

            draft.Tell(Check.Note(DecisionCodes.CodeAlreadyIssued, CheckValue.Text(issued)));
            return draft.Accept(DecisionCodes.CodeAlreadyIssued, issued);
        }

        if (input.ChosenCode is { } wish)
        {
            return Choose(draft, customer, wish);
        }

        foreach (var candidate in candidates)
        {
            if (draft.Read<CodeState>(StateKeys.Code(candidate)) is null)
            {
                return Issue(draft, customer, candidate, candidate);
            }
        }

        return draft.Refuse(DecisionCodes.CodesTaken);
    }

    /// <summary>Whether the wish is the code that the referrer has.</summary>
    private static bool Chose(DecisionDraft draft, string wish, string issued) =>
        draft.Program.ChosenCodes?.Choose(wish, draft.Program.Codes) is { IsValid: true } chosen && chosen.Code.Value == issued
        || draft.Program.Codes.Parse(wish) is { IsValid: true } random && random.Code.Value == issued;

    private static Decision Choose(DecisionDraft draft, CustomerState customer, string wish)
    {
        if (draft.Program.ChosenCodes is not { } rules)
        {
            draft.Tell(Check.Of(DecisionCodes.CodeNotChoosable, passed: false, CheckValue.Text(wish), Phrase.Of("value.choosing_program")));
            return draft.Refuse(DecisionCodes.CodeNotChoosable);
        }

        var parse = rules.Choose(wish, draft.Program.Codes);
        if (!parse.IsValid)
        {
            draft.Tell(Check.Of(DecisionCodes.ChosenCodeRefused, passed: false, parse.Description, Phrase.Of("value.choosable_code")));
            return draft.Refuse(DecisionCodes.ChosenCodeRefused);
        }

        // Stored by what it looks like, so that nobody can take a code that is easily mistaken for another's.
        var key = CustomCodeRules.KeyOf(parse.Code);
        if (draft.Read<CodeState>(StateKeys.Code(key)) is not null)
        {
            draft.Tell(Check.Of(DecisionCodes.ChosenCodeTaken, passed: false, CheckValue.Text(parse.Code.Value), Phrase.Of("value.free_code")));
            return draft.Refuse(DecisionCodes.ChosenCodeTaken);
        }

        return Issue(draft, customer, key, parse.Code);
    }

    private static Decision Issue(DecisionDraft draft, CustomerState customer, ReferralCode key, ReferralCode shown)
    {
        var code = shown.Value;
        draft.Write(StateKeys.Code(key), new CodeState { Customer = customer.Customer, IssuedAt = draft.At });
        draft.Write(StateKeys.Customer(customer.Customer), customer with { Code = code });
        draft.Record(new Fact
        {
            Kind = FactKind.CodeIssued,
            OccurredAt = draft.At,
            Customer = customer.Customer,
            Subject = code,
        });
        draft.Tell(Check.Note(DecisionCodes.CodeIssued, CheckValue.Text(code)));
        WarnIfGuessable(draft);
        return draft.Accept(DecisionCodes.CodeIssued, code);
    }

    /// <summary>The more codes a program has, the easier it is to hit one by trying: tells when its format has become too short.</summary>
    private static void WarnIfGuessable(DecisionDraft draft)
    {
        var issued = draft.ReadNumber(StateKeys.CodesIssued) + 1;
        draft.Add(StateKeys.CodesIssued, 1);
        var strength = CodeStrength.Of(draft.Program.Codes, issued);
        if (strength.Verdict != CodeStrengthLevel.Strong)
        {
            draft.Tell(Check.Of(
                DecisionCodes.CodesGuessable, passed: strength.Verdict == CodeStrengthLevel.Weak, strength.Description, Phrase.Of("value.longer_codes")));
        }
    }
}
