using System.Globalization;

namespace Referrals.Attribution;

/// <summary>
/// The transitions of many journeys, counted for a Markov chain of some order: the state is the last channels that were
/// touched, as many as the order. Count parts of the data on several threads, merge them, and solve once.
/// </summary>
/// <remarks>Immutable. Holds only states and transitions that occur, so its size follows the variety of the data, not their
/// amount. Journeys without touches do not enter the chain; their conversions are reported as unattributed.</remarks>
public sealed class MarkovCounts
{
    /// <summary>How many distinct transitions are counted at most, unless a caller says otherwise: about 400 MB.</summary>
    public const int DefaultMaxTransitions = 4_000_000;

    private readonly ChannelNames _names;
    private readonly ChainCounts _chain;
    private readonly JourneyTotals _totals;
    private readonly int _maxTransitions;

    private MarkovCounts(ChannelNames names, int order, ChainCounts chain, JourneyTotals totals, int maxTransitions)
    {
        _names = names;
        Order = order;
        _chain = chain;
        _totals = totals;
        _maxTransitions = maxTransitions;
    }

    /// <summary>How many of the last channels make a state.</summary>
    public int Order { get; }

    /// <summary>How many distinct states occur.</summary>
    public int StateCount => _chain.States.Length;

    /// <summary>How many distinct transitions between different states occur.</summary>
    public int TransitionCount => _chain.Transitions.Length;

    /// <summary>Counts the transitions of journeys, each with the weight of its conversions and nulls.</summary>
    /// <param name="journeys">A journey shorter than the order is one state.</param>
    /// <param name="order">1 or more; 1 to 3 are usual.</param>
    /// <param name="maxTransitions">How many distinct transitions to count at most, about 100 bytes each.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="order"/> or <paramref name="maxTransitions"/> is less than 1.</exception>
    /// <exception cref="InvalidOperationException">The journeys have more distinct transitions than that, or more states than 64 bits
    /// can number. What was counted until then is let go.</exception>
    public static MarkovCounts Count(JourneySpans journeys, int order, int maxTransitions = DefaultMaxTransitions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxTransitions, 1);
        var totals = JourneyTotals.Of(journeys);
        if (order == 1 && journeys.Names.Count <= DenseCounter.MaxChannels)
        {
            return new MarkovCounts(journeys.Names, order, DenseCounter.Count(journeys), totals, maxTransitions);
        }

        var counter = new SparseCounter(journeys.Names.Count, order, maxTransitions);
        counter.Add(journeys);
        return new MarkovCounts(journeys.Names, order, counter.ToCounts(), totals, maxTransitions);
    }

    /// <summary>The counts of two sets of journeys together. Channels are matched by name.</summary>
    /// <remarks>Associative and commutative; exactly so for whole counts.</remarks>
    /// <exception cref="ArgumentException">The orders differ.</exception>
    /// <exception cref="InvalidOperationException">Together they have more distinct transitions than allowed.</exception>
    public MarkovCounts Merge(MarkovCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Order != other.Order)
        {
            throw new ArgumentException($"Counts of order {Order} and {other.Order} do not add. Merge counts of one order.", nameof(other));
        }

        var names = ChannelNames.Of(_names.ToArray().Union(other._names.ToArray(), StringComparer.Ordinal));
        var maxTransitions = Math.Max(_maxTransitions, other._maxTransitions);
        var counter = new SparseCounter(names.Count, Order, maxTransitions);
        counter.Add(_chain, Array.ConvertAll(_names.ToArray(), names.IndexOf));
        counter.Add(other._chain, Array.ConvertAll(other._names.ToArray(), names.IndexOf));
        return new MarkovCounts(names, Order, counter.ToCounts(), _totals + other._totals, maxTransitions);
    }

    /// <summary>Solves the chain: removal effects and credits, exactly, for an infinite horizon.</summary>
    /// <exception cref="InvalidOperationException">The chain is too large and too slow to leave for its systems to be solved
    /// within the tolerance; a lower order or fewer channels help.</exception>
    public MarkovResult Solve()
    {
        var chain = new AbsorbingChain(_chain, _names.Count);
        var solution = chain.Count <= DenseStates
            ? DenseRemoval.Solve(chain)
            : SparseRemoval.Solve(chain) ?? SolveDense(chain);
        return new MarkovResult(Order, _names, solution, _totals);
    }

    // Below this a full inversion is faster than iterating; above the second, it would take minutes and gigabytes.
    private const int DenseStates = 400;
    private const int MaxDenseStates = 4_000;

    private RemovalSolution SolveDense(AbsorbingChain chain) => chain.Count <= MaxDenseStates
        ? DenseRemoval.Solve(chain)
        : throw new InvalidOperationException(
            $"The Markov chain of order {Order} has {chain.Count} states and paths too long to be solved by iteration, and more than the " +
            $"{MaxDenseStates} states that are solved directly. Use a lower order, or group rare channels.");
}

/// <summary>
/// The Markov model's answer. A channel's removal effect is the fraction of the conversions that is lost when all its
/// touches lead nowhere; the conversions are credited in proportion to the removal effects.
/// </summary>
/// <remarks>Nothing is simulated, so equal data give equal answers. A correlation, not a cause: it does not say what would happen
/// without the channel.</remarks>
public sealed class MarkovResult
{
    internal MarkovResult(int order, ChannelNames names, RemovalSolution solution, JourneyTotals totals)
    {
        Order = order;
        ConversionProbability = solution.Probability;
        ExpectedValue = solution.Value;
        var model = string.Create(CultureInfo.InvariantCulture, $"markov{order}");
        RemovalEffects = ChannelCredits.From(model + "_removal", names, solution.LostConversion, solution.LostValue, 0, 0);
        Credits = ChannelCredits.From(
            model, names, Shared(solution.LostConversion, totals.Conversions), Shared(solution.LostValue, totals.Value),
            totals.LostConversions, totals.LostValue);
    }

    /// <summary>How many of the last channels made a state.</summary>
    public int Order { get; }

    /// <summary>The probability that a path converts: conversions / (conversions + nulls), at every order.</summary>
    public double ConversionProbability { get; }

    /// <summary>The value that a path is expected to bring.</summary>
    public double ExpectedValue { get; }

    /// <summary>Removal effects, 0 to 1: in place of conversions the fraction of them that is lost without the channel, in
    /// place of value that of the value. They do not sum to one.</summary>
    public ChannelCredits RemovalEffects { get; }

    /// <summary>Conversions and value, shared in proportion to the removal effects.</summary>
    public ChannelCredits Credits { get; }

    private static double[] Shared(double[] effects, double total)
    {
        var sum = effects.Sum();
        return Array.ConvertAll(effects, effect => sum > 0 ? effect / sum * total : 0);
    }
}

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
