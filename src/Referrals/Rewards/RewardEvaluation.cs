using System.Globalization;
using Referrals.Explanations;
using Referrals.Qualification;
using Referrals.Qualification.Conditions;
using Referrals.Rewards.Formulas;
using Referrals.Rewards.Parts;

namespace Referrals.Rewards;

/// <summary>Decides what one rule grants for one conversion.</summary>
internal static class RewardEvaluation
{
    /// <param name="incentive">The rule.</param>
    /// <param name="qualification">The check of the program's own qualification, made once for all rules.</param>
    /// <param name="context">The conversion.</param>
    /// <param name="rounding">The program's rounding.</param>
    /// <param name="books">The host's conditions and rules.</param>
    /// <param name="capUsed">What the cap's counter holds for the period of the conversion.</param>
    /// <param name="part">Which part of a split referral is decided; <c>default</c> for the whole of one that is not split.</param>
    /// <param name="budgetLeft">What is left of the program's budget in the rule's unit; <c>null</c> for no budget.</param>
    internal static IncentiveDecision Decide<TBooks>(
        Incentive incentive,
        Check qualification,
        QualificationContext context,
        RoundingMode rounding,
        TBooks books,
        CreditPart part,
        long capUsed,
        long? budgetLeft)
        where TBooks : IConditionBook, IIncentiveBook
    {
        var checks = new List<Check>(5) { qualification };
        if (qualification.Held)
        {
            checks.Add(incentive.When.Evaluate(context, books));
        }

        if (!checks[^1].Held)
        {
            return Nothing(incentive, checks[^1].Reason.Code, checks);
        }

        var grant = incentive.Formula.Apply(context, rounding, books);
        if (grant.Amount is not { } amount || amount.IsZero)
        {
            var code = grant.Reason ?? RewardCodes.Zero;
            checks.Add(Check.Of(RewardCodes.Declined, passed: false, code, incentive.Formula.ToString()));
            return Nothing(incentive, code, checks);
        }

        checks.Add(Check.Note(RewardCodes.Formula, amount.ToString(), incentive.Formula.ToString()));
        if (!part.IsWhole)
        {
            amount = part.Of(amount);
            checks.Add(Check.Note(RewardCodes.Split, amount.ToString(), part.ToString()));
            if (amount.IsZero)
            {
                return Nothing(incentive, RewardCodes.Zero, checks);
            }
        }

        return Limited(incentive, amount, checks, capUsed, budgetLeft);
    }

    private static IncentiveDecision Limited(
        Incentive incentive, Amount amount, List<Check> checks, long capUsed, long? budgetLeft)
    {
        if (incentive.Cap is { } cap)
        {
            var left = cap.Limit - capUsed;
            var wanted = cap.Amount is null ? 1 : amount.MinorUnits;
            var fits = wanted <= left;
            var clamps = !fits && left > 0 && cap.Action == CapAction.Clamp;
            var code = fits ? RewardCodes.CapRoom : clamps ? RewardCodes.CapClamped : RewardCodes.CapReached;
            checks.Add(Check.Of(code, fits || clamps, Used(cap, capUsed), cap.ToString()));
            if (!fits && !clamps)
            {
                return Nothing(incentive, code, checks);
            }

            amount = clamps ? Amount.FromMinorUnits(left, amount.Unit) : amount;
        }

        if (budgetLeft is { } budget)
        {
            var fits = amount.MinorUnits <= budget;
            checks.Add(Check.Of(
                fits ? RewardCodes.BudgetRoom : RewardCodes.BudgetUsedUp,
                fits,
                Amount.FromMinorUnits(budget, amount.Unit) + " left",
                amount.ToString()));
            if (!fits)
            {
                return Nothing(incentive, RewardCodes.BudgetUsedUp, checks);
            }
        }

        return new IncentiveDecision
        {
            Incentive = incentive,
            Granted = amount,
            Code = RewardCodes.Granted,
            Check = Tree(incentive, Verdict.Passed, checks, amount.ToString()),
        };
    }

    private static IncentiveDecision Nothing(Incentive incentive, string code, List<Check> checks) => new()
    {
        Incentive = incentive,
        Code = code,
        Check = Tree(incentive, Verdict.Failed, checks, null),
    };

    private static Check Tree(Incentive incentive, Verdict verdict, List<Check> checks, string? granted) => new()
    {
        Code = RewardCodes.Incentive,
        Verdict = verdict,
        Rule = incentive.Name,
        Actual = granted,
        Children = checks,
    };

    private static string Used(Cap cap, long used) => cap.Amount is { } limit
        ? Amount.FromMinorUnits(used, limit.Unit) + " used"
        : string.Create(CultureInfo.InvariantCulture, $"{used} used");
}
