using System.Globalization;

namespace Referrals;

internal sealed record ReferrerVelocityGuard : Guard
{
    internal ReferrerVelocityGuard(int limit, TimePeriod within)
    {
        Limit = limit;
        Within = within;
    }

    public int Limit { get; }

    public TimePeriod Within { get; }

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

internal sealed record SignalVelocityGuard : Guard
{
    internal SignalVelocityGuard(SignalKind kind, int limit, TimePeriod within)
    {
        Kind = kind;
        Limit = limit;
        Within = within;
    }

    public SignalKind Kind { get; }

    public int Limit { get; }

    public TimePeriod Within { get; }

    public override string Code => GuardCodes.SignalVelocity;

    internal override bool LooksAtSignals => true;

    internal override GuardFinding Find(GuardContext context, IGuardBook book)
    {
        var required = string.Create(CultureInfo.InvariantCulture, $"at most {Limit}");
        var name = Kind.ToString().ToLowerInvariant();
        var (count, isAtLeast) = context.Of(Kind).Select(hash => Count(context, hash)).DefaultIfEmpty().Max();
        return count == 0
            ? GuardFinding.Of(false, $"{name} not given", required)
            : GuardFinding.Of(
                count > Limit || isAtLeast,
                string.Create(CultureInfo.InvariantCulture, $"{(isAtLeast ? "at least " : string.Empty)}{count} customers of one {name} within {Within}"),
                required);
    }

    private (int Count, bool IsAtLeast) Count(GuardContext context, string hash)
    {
        var count = context.MostWithin(context.Seen.GetValueOrDefault(hash, SignalHistory.None), Within, out var isAtLeast);
        return (count, isAtLeast);
    }
}
