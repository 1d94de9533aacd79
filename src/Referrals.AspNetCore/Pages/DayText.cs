using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace Referrals.AspNetCore.Pages;

/// <summary>Writes days as people of a culture do in lists: in full, without the day of the week.</summary>
internal static partial class DayText
{
    /// <summary><c>25 March 2026</c>, <c>March 25, 2026</c>, <c>25. März 2026</c>.</summary>
    internal static string Of(LocalDate day, CultureInfo culture) =>
        day.ToDateOnly().ToString(DayOfWeek().Replace(culture.DateTimeFormat.LongDatePattern, string.Empty).Trim(), culture);

    [GeneratedRegex(@"^\s*dddd?[,.]?\s*(?:'[^']*'\s*)?|[,،]?\s*dddd?\s*$")]
    private static partial Regex DayOfWeek();
}
