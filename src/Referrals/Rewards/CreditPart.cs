using System.Globalization;
using Referrals.Attribution;
using Referrals.Explanations;

namespace Referrals;

/// <summary>
/// Which part of a referrer's reward: one of those among whom the referral is split, or one level of those above the referrer.
/// <c>default</c> is the whole of a reward that is not shared.
/// </summary>
internal readonly record struct CreditPart
{
    private readonly double[]? _weights;
    private readonly UplineLevels? _levels;

    internal CreditPart(double[] weights, int index)
    {
        _weights = weights;
        Index = index;
    }

    internal CreditPart(UplineLevels levels, int index)
    {
        _levels = levels;
        Index = index;
    }

    /// <summary>The place of the part among the parts, from 0.</summary>
    public int Index { get; }

    public bool IsWhole => _weights is null && _levels is null;

    /// <summary>
    /// This part of an amount. The parts of a split are the amount together, by the largest remainder; levels are rounded down and
    /// never more than the amount together.
    /// </summary>
    internal Amount Of(Amount whole) => _weights is not null ? AmountSplit.ByWeights(whole, _weights)[Index]
        : _levels is not null ? LevelCredits.Of(whole, _levels.Count, _levels.Ratio.Fraction)[Index]
        : whole;

    /// <summary>This part of so many smallest parts.</summary>
    internal long Of(Unit unit, long minorUnits) => Of(Amount.FromMinorUnits(minorUnits, unit)).MinorUnits;

    /// <summary>The part as an explanation tells it.</summary>
    internal Phrase Description => _weights is not null
        ? Phrase.Of("value.share_of_it", Percentage.Of(Math.Round((decimal)(100 * _weights[Index] / _weights.Sum()), 2)))
        : _levels is not null ? Phrase.Of("value.level", Index + 1, _levels.Count, _levels.Ratio) : Phrase.Of("value.the_whole");
}

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

/// <summary>
/// Shares a referrer's reward with the one who referred that referrer, and so on: the nearest gets <c>a</c>, the next <c>a r</c>,
/// then <c>a r²</c>. All together never get more than the reward itself; see <see cref="Referrals.Attribution.LevelCredits"/>.
/// </summary>
/// <remarks>What a level without a referrer would get goes to nobody.</remarks>
public sealed record UplineLevels
{
    /// <summary>The most levels: 5.</summary>
    public const int MaxCount = 5;

    private UplineLevels(int count, Percentage ratio)
    {
        Count = count;
        Ratio = ratio;
    }

    /// <summary>How many levels, the referrer included.</summary>
    public int Count { get; }

    /// <summary>What a level gets of the one before.</summary>
    public Percentage Ratio { get; }

    /// <summary>Shares over so many levels.</summary>
    /// <param name="count">2 to 5, the referrer included.</param>
    /// <param name="ratio">Above 0 % and below 100 %; 50 % is usual.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static UplineLevels Of(int count, Percentage ratio)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxCount);
        return ratio.Fraction is > 0 and < 1
            ? new UplineLevels(count, ratio)
            : throw new ArgumentOutOfRangeException(nameof(ratio), ratio, "A level gets more than 0 % and less than 100 % of the one before.");
    }

    /// <summary>Such as <c>3 levels, each 50 % of the one before</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count} levels, each {Ratio} of the one before");
}
