using System.Globalization;
using Referrals;

namespace Bookshop;

/// <summary>A share of what the lines of an order earn: price less cost, which the shop reports as the attribute <c>cost</c> of each line.</summary>
/// <param name="share">The share.</param>
/// <param name="ceiling">The most that one order earns; <c>null</c> for no limit.</param>
public sealed class MarginShare(Percentage share, Amount? ceiling = null) : IIncentiveRule
{
    /// <summary>The name by which programs ask for it.</summary>
    public const string Name = "margin-share";

    /// <summary>Makes the rule from what a program gives it.</summary>
    public static MarginShare From(ParameterReader with)
    {
        ArgumentNullException.ThrowIfNull(with);
        return new MarginShare(with.Percentage("percent", most: 50), with.OptionalAmount("ceiling"));
    }

    /// <inheritdoc/>
    public IncentiveGrant Grant(QualificationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Conversion.Lines.Count == 0 || context.Amount is not { Unit: var unit })
        {
            return IncentiveGrant.None("no_lines", found: "an order without lines", required: "lines, each with its cost");
        }

        var margin = 0m;
        foreach (var line in context.Conversion.Lines)
        {
            if (!decimal.TryParse(line.Attributes.GetValueOrDefault("cost"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var cost))
            {
                return IncentiveGrant.None("cost_unknown", found: $"no cost of {line.Sku}", required: "a number such as 12.50 for each line");
            }

            margin += line.Amount.Value - cost;
        }

        if (margin <= 0)
        {
            return IncentiveGrant.None(
                "no_margin", found: string.Create(CultureInfo.InvariantCulture, $"a margin of {margin} {unit}"), required: $"more than 0 {unit}");
        }

        var reward = Amount.Rounded(margin * share.Fraction, unit, RoundingMode.Down);
        return IncentiveGrant.Of(ceiling is { } most && reward > most ? most : reward);
    }
}
