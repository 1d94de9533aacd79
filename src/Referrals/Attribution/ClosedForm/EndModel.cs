using System.Runtime.CompilerServices;
using Referrals.Attribution.Batches;

namespace Referrals.Attribution.ClosedForm;

/// <summary>First or last touch.</summary>
internal sealed class EndModel(string name, bool last) : CreditModel(name)
{
    internal override void Weigh(TouchSpans touches, Span<double> shares)
    {
        shares.Clear();
        shares[last ? ^1 : 0] = 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override (double Conversions, double Value) Add(JourneySpans journeys, double[] conversions, double[] values)
    {
        var (lostConversions, lostValue) = (0d, 0d);
        var offsets = journeys.Offsets;
        for (var j = 0; j < journeys.Count; j++)
        {
            var (from, to) = (offsets[j], offsets[j + 1]);
            if (from == to)
            {
                lostConversions += journeys.Conversions[j];
                lostValue += journeys.Values[j];
                continue;
            }

            var channel = journeys.Touches[last ? to - 1 : from];
            conversions[channel] += journeys.Conversions[j];
            values[channel] += journeys.Values[j];
        }

        return (lostConversions, lostValue);
    }
}
