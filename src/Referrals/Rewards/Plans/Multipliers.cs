using System.Globalization;
using Referrals.Explanations;
using Referrals.Qualification.Plans;
using Referrals.Rewards.Adjustments;

namespace Referrals.Rewards.Plans;

/// <summary>The multipliers of a rule, as whole numbers of ten thousandths.</summary>
internal sealed class Multipliers
{
    private const long One = 10_000;

    private readonly (ConditionPlan When, long Factor)[] _multipliers;
    private readonly MultiplierMode _mode;
    private readonly RoundingMode _rounding;

    internal Multipliers(Incentive incentive, RewardPlanBuilder builder)
    {
        _multipliers = [.. incentive.Multipliers.Select(multiplier => (multiplier.When.Compile(builder.Rules), (long)(multiplier.Factor * One)))];
        _mode = incentive.MultiplierMode;
        _rounding = builder.Rounding;
    }

    internal FormulaResult Apply<TTrace>(
        FormulaResult result, in RuleScope scope, ref TTrace trace, IReadOnlyDictionary<Unit, ValueText> texts)
        where TTrace : struct, IRuleTrace
    {
        // Ten thousandths to the power of the number of factors, so that nothing is rounded on the way.
        var (factor, scale, applies) = ((Int128)One, (Int128)One, false);
        foreach (var (when, next) in _multipliers)
        {
            if (when.Test(scope) != Truth.True)
            {
                continue;
            }

            factor = !applies ? next
                : _mode switch
                {
                    MultiplierMode.Add => factor + next - One,
                    MultiplierMode.Largest => Int128.Max(factor, next),
                    _ => factor * next,
                };
            scale *= applies && _mode == MultiplierMode.Multiply ? One : 1;
            applies = true;
        }

        if (!applies)
        {
            return result;
        }

        // Deductions that are added up may take all of a reward, but not more.
        var product = (decimal)Int128.Max(0, factor) / (decimal)scale;
        var multiplied = result.With((long)_rounding.Apply(result.MinorUnits * product), (long)_rounding.Apply(result.Raise * product));
        if (TTrace.IsOn)
        {
            trace.Add(Check.Note(
                RewardCodes.Multiplied, texts[result.Unit].Of(multiplied.MinorUnits), string.Create(CultureInfo.InvariantCulture, $"times {product:0.####}")));
        }

        return multiplied;
    }
}
