using Referrals.Explanations;
using Referrals.Rewards.Formulas;
using Referrals.State;

namespace Referrals.Deciding.Inputs;

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
                $"{input.Rule}: {input.Option}",
                options.Length == 0 ? "a rule that offers a choice" : string.Join(" or ", options)));
            return draft.Refuse(DecisionCodes.ChoiceUnknown, input.Rule);
        }

        var key = StateKeys.Customer(input.Customer);
        var customer = draft.Read<CustomerState>(key) ?? new CustomerState { Customer = input.Customer };
        var choice = new Dictionary<string, string> { [input.Rule] = input.Option };
        draft.Write(key, customer with { Choices = NamedText.With(customer.Choices, choice) });
        draft.Tell(Check.Note(DecisionCodes.ChoiceMade, input.Option) with { Rule = input.Rule });
        return draft.Accept(DecisionCodes.ChoiceMade, input.Rule);
    }
}
