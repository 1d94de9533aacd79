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

    /// <summary>An exact quotient rounded by the mode: no product of two long numbers is too large for it.</summary>
    internal static long Divide(this RoundingMode mode, Int128 numerator, long denominator)
    {
        var (quotient, remainder) = Int128.DivRem(numerator, denominator);
        return checked((long)quotient + (long)mode.Apply((decimal)remainder / denominator, odd: Int128.IsOddInteger(quotient)));
    }

    /// <summary>Rounds a fraction between -1 and 1 that belongs to an even or odd whole number.</summary>
    private static decimal Apply(this RoundingMode mode, decimal fraction, bool odd) =>
        mode == RoundingMode.HalfToEven && Math.Abs(fraction) == 0.5m
            ? (odd ? Math.Sign(fraction) : 0)
            : mode.Apply(fraction);
}
