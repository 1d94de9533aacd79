using Referrals.Explanations;

namespace Referrals.Qualification.Conditions;

internal sealed record AmountCondition(Amount Minimum) : Condition
{
    internal override Check Evaluate(QualificationContext context, IConditionBook book)
    {
        if (context.Conversion.Amount is not { } amount)
        {
            return Check.Of(ConditionCodes.AmountMissing, passed: false, null, Minimum.ToString());
        }

        return amount.Unit != Minimum.Unit
            ? Check.Of(ConditionCodes.Currency, passed: false, amount.ToString(), Minimum.Unit.ToString())
            : Check.Of(ConditionCodes.Amount, amount >= Minimum, amount.ToString(), Minimum.ToString());
    }
}
