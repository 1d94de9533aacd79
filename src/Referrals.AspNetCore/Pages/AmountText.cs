using System.Collections.Frozen;
using System.Globalization;

namespace Referrals.AspNetCore.Pages;

/// <summary>Writes amounts as people of a culture do.</summary>
internal static class AmountText
{
    /// <summary>Signs that mean one currency wherever these pages are read; others are written by their code.</summary>
    private static readonly FrozenDictionary<string, string> Signs = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["EUR"] = "€",
        ["GBP"] = "£",
        ["USD"] = "$",
        ["JPY"] = "¥",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The amount with its currency or unit; without decimals where it has none: <c>10 €</c>, <c>9,50 €</c>, <c>250 points</c>.</summary>
    internal static string Of(Amount amount, CultureInfo culture)
    {
        var digits = amount.Value == decimal.Truncate(amount.Value) ? 0 : amount.Unit.Digits;
        if (!amount.Unit.IsMoney || !Signs.TryGetValue(amount.Unit.Code, out var sign))
        {
            return amount.Value.ToString("N" + digits.ToString(CultureInfo.InvariantCulture), culture) + "\u00a0" + amount.Unit.Code;
        }

        var format = (NumberFormatInfo)culture.NumberFormat.Clone();
        format.CurrencySymbol = sign;

        // A line must not end between the number and its currency.
        return amount.Value.ToString("C" + digits.ToString(CultureInfo.InvariantCulture), format).Replace(' ', '\u00a0');
    }
}
