using NodaTime;
using Referrals;

namespace Backfill.Rules;

/// <summary>The payment came in the calendar month of the referral, in the zone of the club where it was paid.</summary>
internal sealed class PaidInSameMonth : IConversionCondition
{
    public ConditionAnswer IsMet(QualificationContext context)
    {
        var attributes = context.Conversion.Attributes;
        var named = attributes.TryGetValue(ClubFacts.Zone, out var id) ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) : null;
        var zone = named ?? context.Zone;
        return attributes.ContainsKey(ClubFacts.PaidAt) && Month(context.OccurredAt, zone) == Month(context.SignedUpAt, zone);
    }

    private static YearMonth Month(Instant instant, DateTimeZone zone) => instant.InZone(zone).Date.ToYearMonth();
}
