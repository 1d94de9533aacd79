using System.Globalization;
using Referrals;

namespace Replay.Reporting;

/// <summary>Amounts as people read them, with thousands apart: <c>9,450.00 USD</c>.</summary>
internal static class Money
{
    public static string Text(Amount amount)
    {
        var format = "N" + amount.Unit.Digits.ToString(CultureInfo.InvariantCulture);
        return $"{amount.Value.ToString(format, CultureInfo.InvariantCulture)} {amount.Unit}";
    }
}
