using System.Globalization;
using Referrals.Attribution.Credits;

namespace Referrals.Rewards.Parts;

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

    public override string ToString() => _weights is not null
        ? string.Create(CultureInfo.InvariantCulture, $"{100 * _weights[Index] / _weights.Sum():0.##} % of it")
        : _levels is not null ? string.Create(CultureInfo.InvariantCulture, $"level {Index + 1} of {_levels}") : "the whole";
}
