namespace Referrals.Rewards.Parts;

/// <summary>A share of whole numbers, exact, rounded once. Without decimal arithmetic where the numbers are of an ordinary size.</summary>
internal readonly struct ShareOf
{
    private readonly long _numerator;
    private readonly long _denominator;
    private readonly RoundingMode _rounding;

    /// <summary>Up to here nothing overflows and halves go up.</summary>
    private readonly long _limit;

    internal ShareOf(decimal fraction, RoundingMode rounding)
    {
        var denominator = 1L;
        while (decimal.Truncate(fraction) != fraction && denominator < 1_000_000_000_000)
        {
            fraction *= 10;
            denominator *= 10;
        }

        _numerator = decimal.ToInt64(decimal.Truncate(fraction));
        _denominator = denominator;
        _rounding = rounding;
        _limit = rounding != RoundingMode.HalfAwayFromZero ? -1
            : _numerator == 0 ? long.MaxValue
            : (long.MaxValue - denominator) / (2 * _numerator);
    }

    internal long Of(long whole)
    {
        if (whole >= 0 && whole <= _limit)
        {
            // Half away from zero for what is not negative: floor((2 w n + d) / 2 d).
            return ((2 * whole * _numerator) + _denominator) / (2 * _denominator);
        }

        return _rounding.Divide((Int128)whole * _numerator, _denominator);
    }
}
