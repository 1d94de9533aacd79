using Referrals.Attribution.Batches;

namespace Referrals.Attribution.ClosedForm;

/// <summary>Weights from a host's own code, checked and normalised.</summary>
internal sealed class CustomModel(string name, CreditRule rule) : CreditModel(name)
{
    internal override void Weigh(TouchSpans touches, Span<double> shares)
    {
        shares.Clear();
        rule(touches, shares);
        var sum = 0d;
        foreach (var weight in shares)
        {
            sum += weight >= 0 ? weight : double.NaN;
        }

        if (!double.IsFinite(sum) || sum <= 0)
        {
            throw new InvalidOperationException(
                $"The custom model '{Name}' must give each touch a finite weight of 0 or more, and not all 0. " +
                $"Check its rule for a journey of {shares.Length} touches.");
        }

        for (var i = 0; i < shares.Length; i++)
        {
            shares[i] /= sum;
        }
    }
}
