using Referrals.Explanations;
using Referrals.Ledger;

namespace Referrals;

internal static class CustomerUpdateDecider
{
    internal static Decision Decide(DecisionDraft draft, CustomerUpdate input)
    {
        var key = StateKeys.Customer(input.Customer);
        var customer = draft.Read<CustomerState>(key) ?? new CustomerState { Customer = input.Customer };
        draft.Write(key, customer.InSegment(input.Segment, draft.At) with
        {
            Attributes = CustomerHistory.Attributes(draft, customer, input.Attributes),
        });
        draft.Tell(Check.Note(DecisionCodes.CustomerUpdated, CheckValue.Text(input.Segment)));
        return draft.Accept(DecisionCodes.CustomerUpdated, input.Customer.Value);
    }
}

internal static class RewardChoiceDecider
{
    internal static Decision Decide(DecisionDraft draft, RewardChoice input)
    {
        var options = draft.Program.Incentives
            .Where(incentive => incentive.Name == input.Rule)
            .SelectMany(static incentive => incentive.AllFormulas)
            .OfType<ChoiceFormula>()
            .SelectMany(static choice => choice.Options)
            .Select(static option => option.Name)
            .ToArray();
        if (!options.Contains(input.Option, StringComparer.Ordinal))
        {
            draft.Tell(Check.Of(
                DecisionCodes.ChoiceUnknown,
                passed: false,
                CheckValue.Text($"{input.Rule}: {input.Option}"),
                options.Length == 0 ? Phrase.Of("value.choice_rule") : (CheckValue)PhraseList.Or(options)));
            return draft.Refuse(DecisionCodes.ChoiceUnknown, input.Rule);
        }

        var key = StateKeys.Customer(input.Customer);
        var customer = draft.Read<CustomerState>(key) ?? new CustomerState { Customer = input.Customer };
        var choice = new Dictionary<string, string> { [input.Rule] = input.Option };
        draft.Write(key, customer with { Choices = NamedText.With(customer.Choices, choice) });
        draft.Tell(Check.Note(DecisionCodes.ChoiceMade, CheckValue.Text(input.Option)) with { Rule = input.Rule });
        return draft.Accept(DecisionCodes.ChoiceMade, input.Rule);
    }
}

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
        foreach (var unit in draft.Programs.Units)
        {
            if (draft.Read<AccountState>(StateKeys.Account(unit, input.Customer)) is { Lots.Count: > 0 } account)
            {
                AccountChanges.Write(draft, account with { Lots = account.Lots.EndingAt(draft.At) });
            }
        }

        draft.Write(key, customer with { Visitors = [], Segment = null, EarlierSegments = [], Attributes = [], Signals = [], ErasedAt = draft.At });
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

/// <summary>Inputs that are only recorded: costs and survey answers.</summary>
internal static class ReportDecider
{
    internal static Decision Decide(DecisionDraft draft, ProgramCost input)
    {
        draft.Record(new Fact
        {
            Kind = FactKind.CostRecorded,
            OccurredAt = draft.At,
            Channel = input.Channel,
            Subject = input.Id,
            Code = input.Purpose,
            Amount = input.Amount,
        });
        draft.Tell(Check.Note(DecisionCodes.CostRecorded, input.Amount));
        return draft.Accept(DecisionCodes.CostRecorded, input.Id);
    }

    internal static Decision Decide(DecisionDraft draft, SurveyAnswer input)
    {
        draft.Record(new Fact
        {
            Kind = FactKind.SurveyAnswered,
            OccurredAt = draft.At,
            Customer = input.Customer,
            Segment = draft.Read<CustomerState>(StateKeys.Customer(input.Customer))?.Segment,
            Score = input.Score,
        });
        draft.Tell(Check.Note(DecisionCodes.SurveyRecorded, input.Score));
        return draft.Accept(DecisionCodes.SurveyRecorded, input.Customer.Value);
    }
}
