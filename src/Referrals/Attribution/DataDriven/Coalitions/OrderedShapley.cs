using System.Globalization;
using Referrals.Attribution.Batches;
using Referrals.Attribution.ClosedForm;
using Referrals.Attribution.Credits;

namespace Referrals.Attribution.DataDriven.Coalitions;

/// <summary>The ordered Shapley value (Zhao et al. 2018, arXiv 1804.05327): what a channel earns as the first, second, third ... touch.</summary>
public static class OrderedShapley
{
    /// <summary>
    /// A table a place: at place i a channel earns 1 / (m · count) of each converting journey whose touch i is its own, with m
    /// distinct channels in the journey and count touches of this channel. Over the places they sum to the simplified
    /// Shapley value, <see cref="CreditModel.LinearUnique"/>.
    /// </summary>
    /// <returns>As many tables as the longest journey has touches. The unattributed conversions stand in the first one.</returns>
    public static IReadOnlyList<ChannelCredits> Total(JourneySpans journeys)
    {
        var longest = 1;
        for (var j = 0; j < journeys.Count; j++)
        {
            longest = Math.Max(longest, journeys[j].Count);
        }

        var channels = journeys.Names.Count;
        var (conversions, values) = (new double[longest * channels], new double[longest * channels]);
        var shares = new double[longest];
        for (var j = 0; j < journeys.Count; j++)
        {
            var (conversion, value) = (journeys.Conversions[j], journeys.Values[j]);
            if (conversion == 0 && value == 0)
            {
                continue;
            }

            var touches = journeys[j];
            CreditModel.LinearUnique.Share(touches, shares.AsSpan(0, touches.Count));
            for (var i = 0; i < touches.Count; i++)
            {
                conversions[(i * channels) + touches.Channels[i]] += shares[i] * conversion;
                values[(i * channels) + touches.Channels[i]] += shares[i] * value;
            }
        }

        var totals = JourneyTotals.Of(journeys);
        var tables = new ChannelCredits[longest];
        for (var i = 0; i < longest; i++)
        {
            tables[i] = ChannelCredits.From(
                string.Create(CultureInfo.InvariantCulture, $"ordered_shapley_pos{i + 1}"), journeys.Names,
                conversions.AsSpan(i * channels, channels), values.AsSpan(i * channels, channels),
                i == 0 ? totals.LostConversions : 0, i == 0 ? totals.LostValue : 0);
        }

        return tables;
    }
}
