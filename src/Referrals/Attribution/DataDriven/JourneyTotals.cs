using Referrals.Attribution.Batches;

namespace Referrals.Attribution.DataDriven;

/// <summary>Conversions and value of journeys with touches, and of those without any.</summary>
internal readonly record struct JourneyTotals(double Conversions, double Value, double LostConversions, double LostValue)
{
    public static JourneyTotals operator +(JourneyTotals left, JourneyTotals right) => new(
        left.Conversions + right.Conversions, left.Value + right.Value,
        left.LostConversions + right.LostConversions, left.LostValue + right.LostValue);

    internal static JourneyTotals Of(JourneySpans journeys)
    {
        var (conversions, value, lostConversions, lostValue) = (0d, 0d, 0d, 0d);
        for (var j = 0; j < journeys.Count; j++)
        {
            var isLost = journeys.Offsets[j] == journeys.Offsets[j + 1];
            conversions += isLost ? 0 : journeys.Conversions[j];
            value += isLost ? 0 : journeys.Values[j];
            lostConversions += isLost ? journeys.Conversions[j] : 0;
            lostValue += isLost ? journeys.Values[j] : 0;
        }

        return new JourneyTotals(conversions, value, lostConversions, lostValue);
    }
}
