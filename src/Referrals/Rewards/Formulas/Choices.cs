using Referrals.Explanations;

namespace Referrals;

/// <summary>One of several rewards, as the customer has chosen before; the first, where nothing was chosen.</summary>
internal sealed record ChoiceFormula(ValueList<RewardOption> Options) : RewardFormula
{
    public override IReadOnlyList<Unit> Units => [.. Options.SelectMany(static option => option.Reward.Units).Distinct()];

    internal override IEnumerable<RewardFormula> Parts => Options.Select(static option => option.Reward);

    internal override FormulaPlan Compile(RewardPlanBuilder builder) => new Plan(this, builder);

    internal override object Description => PhraseList.Or(Options.Select(static option => option.Reward.Description));

    private sealed class Plan(ChoiceFormula formula, RewardPlanBuilder builder) : FormulaPlan
    {
        private readonly string _rule = builder.Rules.Rule;
        private readonly FormulaPlan[] _options = [.. formula.Options.Select(option => option.Reward.Compile(builder))];

        internal override FormulaResult Compute(in RuleScope scope) => Chosen(scope).Compute(scope);

        internal override Check Why(in RuleScope scope, string code, CheckValue text) => Chosen(scope).Why(scope, code, text);

        private FormulaPlan Chosen(in RuleScope scope)
        {
            if (scope.State.Choice(_rule, scope.Owner) is { } name)
            {
                for (var i = 0; i < _options.Length; i++)
                {
                    if (string.Equals(formula.Options[i].Name, name, StringComparison.Ordinal))
                    {
                        return _options[i];
                    }
                }
            }

            return _options[0];
        }
    }
}

internal sealed record CustomFormula(CustomUse Use, Unit Unit) : RewardFormula
{
    public override IReadOnlyList<Unit> Units => [Unit];

    internal override IEnumerable<CustomUse> CustomRules => [Use];

    internal override FormulaPlan Compile(RewardPlanBuilder builder)
    {
        var rule = builder.Incentives.Incentive(Use);
        return new Plan(this, rule, new DeclaredHistory(rule.History, builder.Rules), builder.Rules.WhenRuleFails);
    }

    internal override object Description => Use.ToString();

    private sealed class Plan(CustomFormula formula, IIncentiveRule rule, DeclaredHistory history, RuleFailure whenItFails) : FormulaPlan
    {
        private static readonly IncentiveGrant Loading = IncentiveGrant.None("loading");

        private readonly OutcomeKind _granted = OutcomeKind.Granted(formula.Unit);
        private readonly string _name = formula.Use.ToString();

        internal override FormulaResult Compute(in RuleScope scope) => Granted(Grant(scope));

        internal override Check Why(in RuleScope scope, string code, CheckValue text)
        {
            var grant = Grant(scope);
            return grant.Reason is not { } reason
                ? base.Why(scope, code, text)
                : Check.Of(
                    RewardCodes.Declined,
                    passed: false,
                    grant.Found.IsNone ? CheckValue.Text(reason) : Phrase.Of("value.named", reason, grant.Found.Value!),
                    grant.Needed.IsNone ? text : Phrase.Of("value.named", _name, grant.Needed.Value!));
        }

        private IncentiveGrant Grant(in RuleScope scope)
        {
            var context = history.Read(scope);
            return context.Calls is { } calls
                ? calls.Ask(new CustomCall("rule", _name, history.About(scope)), Loading, () => Ask(context))
                : Ask(context);
        }

        private IncentiveGrant Ask(QualificationContext context)
        {
            try
            {
                return rule.Grant(context) is not { } grant
                    ? throw new InvalidOperationException("It returned null. Return IncentiveGrant.None(reason) to grant nothing.")
                    : grant.Amount is { } amount && amount.Unit != formula.Unit
                    ? throw new InvalidOperationException($"It granted {amount}, but its incentive grants {formula.Unit}. Make the units agree.")
                    : grant;
            }
            catch (Exception exception) when (whenItFails == RuleFailure.FailClosed)
            {
                return IncentiveGrant.Failed(exception);
            }
            catch (Exception exception)
            {
                throw CustomRuleFailure.Of($"incentive rule '{_name}'", exception);
            }
        }

        private FormulaResult Granted(IncentiveGrant grant) => grant.Amount is { } amount
            ? FormulaResult.Of(_granted, amount.MinorUnits)
            : FormulaResult.Nothing(OutcomeKind.Refused(grant.Reason!));
    }
}
