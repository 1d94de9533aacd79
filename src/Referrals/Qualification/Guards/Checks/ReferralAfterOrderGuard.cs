using NodaTime.Text;
using Referrals.Qualification.Guards.Findings;

namespace Referrals.Qualification.Guards.Checks;

internal sealed record ReferralAfterOrderGuard : Guard
{
    public override string Code => GuardCodes.AfterOrder;

    internal override bool LooksAtOrders => true;

    internal override GuardFinding Find(GuardContext context, IDomainBook book)
    {
        var text = InstantPattern.ExtendedIso;
        var claimed = $"a referral before the first conversion; it came on {text.Format(context.ClaimedAt)}";
        return context.ConvertedAt is { } converted
            ? GuardFinding.Of(converted < context.ClaimedAt, $"a conversion on {text.Format(converted)}", claimed)
            : GuardFinding.Of(false, "no conversion before", claimed);
    }
}
