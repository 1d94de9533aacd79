namespace Referrals.Attribution.DataDriven.Markov.Counting;

/// <summary>The counted chain: its states as codes of channel tuples, and the weights between them.</summary>
/// <remarks>A state's code has a digit a channel, the channel's index plus one, to the base of the number of channels plus
/// one; the oldest channel is the highest digit.</remarks>
internal sealed class ChainCounts(
    ReadOnlyMemory<ulong> states, ReadOnlyMemory<StateCounts> counts,
    ReadOnlyMemory<ulong> transitions, ReadOnlyMemory<double> weights)
{
    internal ReadOnlySpan<ulong> States => states.Span;

    internal ReadOnlySpan<StateCounts> Counts => counts.Span;

    /// <summary>From-state in the upper half, to-state in the lower; no state leads to itself.</summary>
    internal ReadOnlySpan<ulong> Transitions => transitions.Span;

    internal ReadOnlySpan<double> Weights => weights.Span;
}
