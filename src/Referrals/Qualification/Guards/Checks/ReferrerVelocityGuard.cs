using System.Globalization;

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

    internal override GuardFinding Find(GuardContext context, IGuardBook book)
    {
        var count = context.MostWithin(context.ReferredLately, Within, out var isAtLeast);
        return GuardFinding.Of(
            count > Limit || isAtLeast,
            string.Create(CultureInfo.InvariantCulture, $"{(isAtLeast ? "at least " : string.Empty)}{count} within {Within}"),
            string.Create(CultureInfo.InvariantCulture, $"at most {Limit}"));
    }
}
