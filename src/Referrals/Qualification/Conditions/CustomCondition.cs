using Referrals.Explanations;

namespace Referrals;

internal sealed record CustomCondition(string Name) : Condition
{
    internal override IEnumerable<string> CustomNames => [Name];

    internal override ConditionPlan Compile(RulePlanBuilder builder)
    {
        var condition = builder.Conditions.Condition(Name);
        return new Plan(Name, condition, new DeclaredHistory(condition.History, builder));
    }

    private sealed class Plan(string name, IConversionCondition condition, DeclaredHistory history) : LeafPlan(ConditionCodes.Custom, CheckValue.Text(name))
    {
        private readonly string _name = name;

        internal override Truth Test(in RuleScope scope)
        {
            var context = history.Read(scope);
            return context.Calls is { } calls
                ? calls.Ask(new CustomCall("condition", _name, history.About(scope)), Truth.Unknown, () => Ask(context))
                : Ask(context);
        }

        private Truth Ask(QualificationContext context)
        {
            try
            {
                return condition.IsMet(context) is { } met ? Of(met) : Truth.Unknown;
            }
            catch (Exception exception)
            {
                throw CustomRuleFailure.Of($"condition '{_name}'", exception);
            }
        }

        private protected override CheckValue Actual(in RuleScope scope) => Test(scope) switch
        {
            Truth.True => Phrase.Of("value.met"),
            Truth.False => Phrase.Of("value.not_met"),
            _ => default(CheckValue),
        };
    }
}
