using Referrals.Explanations;

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
            Phrase.Of("value.within", Velocity.Count(count, isAtLeast), Within),
            Comparisons.Phrase(Comparison.AtMost, Limit));
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
        var required = Comparisons.Phrase(Comparison.AtMost, Limit);
        var name = Phrase.Of("value.signal." + Kind);
        var (count, isAtLeast) = context.Of(Kind).Select(hash => Count(context, hash)).DefaultIfEmpty().Max();
        return count == 0
            ? GuardFinding.Of(false, Phrase.Of("value.name_not_given", name), required)
            : GuardFinding.Of(
                count > Limit || isAtLeast,
                Phrase.Of("value.customers_within", Velocity.Count(count, isAtLeast), name, Within),
                required);
    }

    private (int Count, bool IsAtLeast) Count(GuardContext context, string hash)
    {
        var count = context.MostWithin(context.Seen.GetValueOrDefault(hash, SignalHistory.None), Within, out var isAtLeast);
        return (count, isAtLeast);
    }
}

/// <summary>How a count over a window is told.</summary>
internal static class Velocity
{
    /// <summary>The count, or the least that it can be where no more is kept.</summary>
    internal static object Count(int count, bool isAtLeast) => isAtLeast ? Comparisons.Phrase(Comparison.AtLeast, count) : count;
}
