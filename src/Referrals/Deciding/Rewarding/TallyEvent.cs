using NodaTime;
using Referrals.Qualification;

namespace Referrals.Deciding.Rewarding;

/// <summary>What a number depends on: when something happened, to whom, and under which id its entry is kept.</summary>
internal sealed record TallyEvent(string Id, Instant At, CustomerId Referee, CustomerId Referrer, string? Deal = null)
{
    internal static TallyEvent Of(QualificationContext context) =>
        new(context.Conversion.Id, context.OccurredAt, context.Referee, context.Referrer, context.Conversion.Deal);
}
