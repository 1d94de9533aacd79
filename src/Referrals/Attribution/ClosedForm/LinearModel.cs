using System.Runtime.CompilerServices;
using Referrals.Attribution.Batches;

namespace Referrals.Attribution.ClosedForm;

/// <summary>The same share for each touch.</summary>
internal sealed class LinearModel() : CreditModel("linear")
{
    internal override void Weigh(TouchSpans touches, Span<double> shares) => shares.Fill(1d / shares.Length);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override (double Conversions, double Value) Add(JourneySpans journeys, double[] conversions, double[] values)
    {
        var (lostConversions, lostValue) = (0d, 0d);
        var offsets = journeys.Offsets;
        for (var j = 0; j < journeys.Count; j++)
        {
            var (conversion, value) = (journeys.Conversions[j], journeys.Values[j]);
            if (conversion == 0 && value == 0)
            {
                continue;
            }

            var touches = journeys.Touches[offsets[j]..offsets[j + 1]];
            if (touches.IsEmpty)
            {
                lostConversions += conversion;
                lostValue += value;
                continue;
            }

            conversion /= touches.Length;
            value /= touches.Length;
            foreach (var channel in touches)
            {
                conversions[channel] += conversion;
                values[channel] += value;
            }
        }

        return (lostConversions, lostValue);
    }
}
