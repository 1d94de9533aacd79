using System.Globalization;
using Referrals.Explanations;

namespace Referrals.Qualification.Conditions;

internal sealed record OrdinalCondition(int Ordinal) : Condition
{
    internal override Check Evaluate(QualificationContext context, IConditionBook book) => Check.Of(
        ConditionCodes.Ordinal,
        context.Ordinal == Ordinal,
        context.Ordinal.ToString(CultureInfo.InvariantCulture),
        Ordinal.ToString(CultureInfo.InvariantCulture));
}
