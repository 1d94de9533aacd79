using System.Globalization;

namespace Referrals.Rewards;

/// <summary>Which part of a referral that is split among several referrers. <c>default</c> is the whole of one that is not.</summary>
internal readonly record struct CreditPart
{
    private readonly double[]? _weights;

    internal CreditPart(double[] weights, int index)
    {
        _weights = weights;
        Index = index;
    }

    /// <summary>The place of the part among the parts, from 0.</summary>
    public int Index { get; }

    public bool IsWhole => _weights is null;

    /// <summary>This part of an amount; all parts together are the amount, by the largest remainder.</summary>
    internal Amount Of(Amount whole) => _weights is null ? whole : AmountSplit.ByWeights(whole, _weights)[Index];

    public override string ToString() => _weights is null
        ? "the whole"
        : string.Create(CultureInfo.InvariantCulture, $"{100 * _weights[Index] / _weights.Sum():0.##} % of it");
}
