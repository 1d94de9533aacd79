using NodaTime;
using Referrals;

namespace ShopRules.Tests;

public sealed class WeekendShare(Percentage share) : IIncentiveRule
{
    public IncentiveGrant Grant(QualificationContext context)
    {
        var day = context.OccurredAt.InZone(context.Zone).DayOfWeek;
        return context.Amount is not { } amount ? IncentiveGrant.None("no_amount")
            : day < IsoDayOfWeek.Saturday ? IncentiveGrant.None("no_weekend", found: $"{day}", required: "Saturday or Sunday")
            : IncentiveGrant.Of(Amount.Rounded(amount.Value * share.Fraction, amount.Unit, RoundingMode.Down));
    }
}
