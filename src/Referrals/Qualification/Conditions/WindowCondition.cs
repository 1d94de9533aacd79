using NodaTime.Text;
using Referrals.Explanations;

namespace Referrals.Qualification.Conditions;

internal sealed record WindowCondition(Window Window) : Condition
{
    internal override Check Evaluate(QualificationContext context, IConditionBook book) => Check.Of(
        ConditionCodes.Window,
        Window.Contains(context.SignedUpAt, context.OccurredAt, context.Zone),
        InstantPattern.ExtendedIso.Format(context.OccurredAt),
        $"{Window} from {InstantPattern.ExtendedIso.Format(context.SignedUpAt)}");
}
