using NodaTime.Text;
using Referrals.Qualification.Guards.Findings;

namespace Referrals.Qualification.Guards.Checks;

internal sealed record ExistingCustomerGuard : Guard
{
    public override string Code => GuardCodes.ExistingCustomer;

    internal override bool LooksAtOrders => true;

    internal override GuardFinding Find(GuardContext context, IDomainBook book)
    {
        const string required = "a new customer";
        return context.IsExisting ? GuardFinding.Of(true, "the host's word", required)
            : context.ConvertedAt is { } converted && converted < context.SignedUpAt
                ? GuardFinding.Of(true, $"a conversion on {InstantPattern.ExtendedIso.Format(converted)}", required)
                : GuardFinding.Of(false, "new", required);
    }
}
