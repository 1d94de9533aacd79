namespace Referrals;

internal static class Rounding
{
    internal static decimal Apply(this RoundingMode mode, decimal value) => mode switch
    {
        RoundingMode.HalfAwayFromZero => Math.Round(value, MidpointRounding.AwayFromZero),
        RoundingMode.HalfToEven => Math.Round(value, MidpointRounding.ToEven),
        RoundingMode.Down => decimal.Truncate(value),
        RoundingMode.Up => value < 0 ? decimal.Floor(value) : decimal.Ceiling(value),
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "This is no rounding mode."),
    };
}
