using System.Globalization;
using Referrals.Qualification.Guards.Findings;

namespace Referrals.Qualification.Guards.Checks;

internal sealed record SignalVelocityGuard : Guard
{
    internal SignalVelocityGuard(SignalKind kind, int limit, Period within)
    {
        Kind = kind;
        Limit = limit;
        Within = within;
    }

    public SignalKind Kind { get; }

    public int Limit { get; }

    public Period Within { get; }

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
