using Referrals.Explanations;

namespace Referrals;

internal sealed record CustomCondition(CustomUse Use) : Condition
{
    internal override IEnumerable<string> CustomNames => [Use.Name];

    internal override ConditionPlan Compile(RulePlanBuilder builder)
    {
        var condition = builder.Conditions.Condition(Use);
        return new Plan(Use.ToString(), condition, new DeclaredHistory(condition.History, builder), builder.WhenRuleFails);
    }

    private sealed class Plan(string name, IConversionCondition condition, DeclaredHistory history, RuleFailure whenItFails)
        : LeafPlan(ConditionCodes.Custom, CheckValue.Text(name))
    {
        private readonly string _name = name;

        internal override Truth Test(in RuleScope scope) => Answer(scope).Truth;

        private ConditionAnswer Answer(in RuleScope scope)
        {
            var context = history.Read(scope);
            return context.Calls is { } calls
                ? calls.Ask(new CustomCall("condition", _name, history.About(scope)), ConditionAnswer.Unknown(), () => Ask(context))
                : Ask(context);
        }

        private ConditionAnswer Ask(QualificationContext context)
        {
            try
            {
                return condition.IsMet(context);
            }
            catch (Exception exception) when (whenItFails == RuleFailure.FailClosed)
            {
                return ConditionAnswer.Failed(exception);
            }
            catch (Exception exception)
            {
                throw CustomRuleFailure.Of($"condition '{_name}'", exception);
            }
        }

        private protected override CheckValue Actual(in RuleScope scope)
        {
            var answer = Answer(scope);
            return answer.Found.IsNone
                ? answer.Truth switch
                {
                    Truth.True => Phrase.Of("value.met"),
                    Truth.False => Phrase.Of("value.not_met"),
                    _ => default(CheckValue),
                }
                : answer.Found;
        }

        private protected override CheckValue RequiredOf(in RuleScope scope) => Answer(scope).Needed is { IsNone: false } needed
            ? Phrase.Of("value.named", _name, needed.Value!)
            : Required;
    }
}
