using Referrals;

namespace Backfill.Rules;

/// <summary>The payment came after the referral.</summary>
internal sealed class PaidAfterReferral : IConversionCondition
{
    public ConditionAnswer IsMet(QualificationContext context) =>
        context.Conversion.Attributes.ContainsKey(ClubFacts.PaidAt) && context.OccurredAt > context.SignedUpAt;
}
