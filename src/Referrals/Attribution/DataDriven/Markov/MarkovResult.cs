using System.Globalization;
using Referrals.Attribution.Batches;
using Referrals.Attribution.Credits;
using Referrals.Attribution.DataDriven.Markov.Solving;

namespace Referrals.Attribution.DataDriven.Markov;

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
