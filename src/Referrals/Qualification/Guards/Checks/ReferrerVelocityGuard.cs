using System.Globalization;
using Referrals.Qualification.Guards.Findings;

namespace Referrals.Qualification.Guards.Checks;

internal sealed record ReferrerVelocityGuard : Guard
{
    internal ReferrerVelocityGuard(int limit, Period within)
    {
        Limit = limit;
        Within = within;
    }

    public int Limit { get; }

    public Period Within { get; }

    public override string Code => GuardCodes.ReferrerVelocity;

    internal override bool CountsReferrals => true;

    internal override GuardFinding Find(GuardContext context, IDomainBook book)
    {
        var count = 1 + context.CountWithin(context.ReferredLately, Within);
        return GuardFinding.Of(
            count > Limit,
            string.Create(CultureInfo.InvariantCulture, $"{count} within {Within}"),
            string.Create(CultureInfo.InvariantCulture, $"at most {Limit}"));
    }
}
