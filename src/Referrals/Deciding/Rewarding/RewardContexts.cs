using Referrals.Programs;
using Referrals.Qualification;
using Referrals.State;

namespace Referrals.Deciding.Rewarding;

/// <summary>Puts together what the rules may ask about a conversion.</summary>
internal static class RewardContexts
{
    internal static QualificationContext Of(
        DecisionDraft draft, IncentivePlan plan, CustomerState customer, ReferralState referral, ConversionState conversion)
    {
        RewardOwners.TellErased(draft, referral);
        var name = conversion.Conversion.Name;
        var referrer = plan.AsksForReferrer ? draft.Read<CustomerState>(StateKeys.Customer(referral.Referrer)) : null;
        return new QualificationContext(
            conversion.Conversion.At(conversion.At),
            conversion.Ordinal,
            customer.Customer,
            referral.Referrer,
            customer.SignedUpAt!.Value,
            plan.Calendar.Zone,
            customer.Segment)
        {
            AmountBase = plan.Program.AmountBase,
            FirstAt = Inputs.CustomerHistory.FirstOf(draft, customer, name) ?? conversion.At,
            Firsts = referral.Firsts.ToDictionary(static first => first.Name, static first => first.At, StringComparer.Ordinal),
            RefereeAttributes = NamedText.ToDictionary(customer.Attributes),
            ReferrerAttributes = referrer is null ? InputAttributes.None : NamedText.ToDictionary(referrer.Attributes),
            ReferrerSegment = referrer?.Segment,
            ReferrerSince = referrer?.EnrolledAt,
            Code = referral.Code,
            ShareId = referral.ShareId,
            Channel = referral.Channel,
            Evidence = referral.Evidence,
            EventCounts = plan.AsksForEvents
                ? customer.Conversions.ToDictionary(static count => count.Name, static count => count.Count, StringComparer.Ordinal)
                : NoCounts,
        };
    }

    /// <summary>What may be asked about a referral that begins to count. Rules that look at conversions are never asked about it.</summary>
    internal static QualificationContext OfSignUp(DecisionDraft draft, IncentivePlan plan, CustomerState customer, ReferralState referral)
    {
        var referrer = plan.AsksForReferrer ? draft.Read<CustomerState>(StateKeys.Customer(referral.Referrer)) : null;
        return new QualificationContext(
            Conversion.Of(customer.Customer, customer.Customer.Value, "sign-up").At(referral.CreatedAt),
            ordinal: 1,
            customer.Customer,
            referral.Referrer,
            customer.SignedUpAt!.Value,
            plan.Calendar.Zone,
            customer.Segment)
        {
            IsSignUp = true,
            RefereeAttributes = NamedText.ToDictionary(customer.Attributes),
            ReferrerAttributes = referrer is null ? InputAttributes.None : NamedText.ToDictionary(referrer.Attributes),
            ReferrerSegment = referrer?.Segment,
            ReferrerSince = referrer?.EnrolledAt,
            Code = referral.Code,
            ShareId = referral.ShareId,
            Channel = referral.Channel,
            Evidence = referral.Evidence,
        };
    }

    private static readonly IReadOnlyDictionary<string, int> NoCounts = new Dictionary<string, int>();
}
