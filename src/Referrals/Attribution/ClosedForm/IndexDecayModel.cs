using Referrals.Attribution.Batches;

namespace Referrals.Attribution.ClosedForm;

/// <summary>Credit by the place in the journey alone: in proportion to it, or by a ratio from each touch to the next.</summary>
internal sealed class IndexDecayModel(string name, double? ratio) : CreditModel(name)
{
    internal override void Weigh(TouchSpans touches, Span<double> shares)
    {
        var (weight, sum) = (1d, 0d);
        for (var i = shares.Length - 1; i >= 0; i--)
        {
            shares[i] = ratio is null ? i + 1 : weight;
            sum += shares[i];
            weight *= ratio ?? 1;
        }

        for (var i = 0; i < shares.Length; i++)
        {
            shares[i] /= sum;
        }
    }
}
