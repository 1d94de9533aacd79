using NodaTime.Text;
using Referrals;

namespace Backfill.Rules;

/// <summary>The referrer's membership had not expired on the day of the payment; its last day counts.</summary>
internal sealed class ReferrerIsMember : IConversionCondition
{
    public ConditionAnswer IsMet(QualificationContext context) =>
        context.Conversion.Attributes.TryGetValue(ClubFacts.MemberUntil, out var text)
        && LocalDatePattern.Iso.Parse(text).TryGetValue(default, out var until)
        && context.OccurredAt.InZone(context.Zone).Date <= until;
}
