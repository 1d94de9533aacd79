using Referrals.Attribution;

namespace Referrals.Benchmarks;

/// <summary>First, last, linear with value, and the counts of Markov order 1: of a part of the journeys, and merged.</summary>
internal sealed record AttributionAnswer(ChannelCredits First, ChannelCredits Last, ChannelCredits Linear, MarkovCounts Markov)
{
    internal static AttributionAnswer Of(JourneySpans journeys) => new(
        CreditModel.First.Total(journeys), CreditModel.Last.Total(journeys), CreditModel.Linear.Total(journeys), MarkovCounts.Count(journeys, order: 1));

    internal AttributionAnswer Merge(AttributionAnswer other) =>
        new(First.Merge(other.First), Last.Merge(other.Last), Linear.Merge(other.Linear), Markov.Merge(other.Markov));
}
