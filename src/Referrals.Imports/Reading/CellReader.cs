using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Referrals.Imports.Reading;

/// <summary>Reads the cells of a row: amounts, units, times, yes and no. What cannot be read becomes a finding, and nothing is guessed.</summary>
internal sealed class CellReader(ImportOptions options, Instant now)
{
    private static readonly string[] Yes = ["true", "1", "yes", "y", "paid", "p"];
    private static readonly string[] No = ["false", "0", "no", "n", "unpaid", "u", ""];
    private static readonly string[] Clocks = ["", " HH:mm", " HH:mm:ss", " HH:mm:ss;FFFFFFFFF", "'T'HH:mm", "'T'HH:mm:ss", "'T'HH:mm:ss;FFFFFFFFF", ", HH:mm", ", HH:mm:ss"];
    private static readonly LocalDateTimePattern[] Naive = Patterns("uuuu-MM-dd", "uuuu/MM/dd", "d MMM uuuu", "MMM d, uuuu", "d MMMM uuuu", "MMMM d, uuuu");
    private static readonly LocalDateTimePattern[] DayFirst = Patterns("d/M/uuuu", "d.M.uuuu", "d-M-uuuu");
    private static readonly LocalDateTimePattern[] MonthFirst = Patterns("M/d/uuuu", "M-d-uuuu");
    private static readonly OffsetDateTimePattern[] Zoned =
    [
        OffsetDateTimePattern.ExtendedIso,
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss;FFFFFFFFFo<+HHmm>"),
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss;FFFFFFFFFo<Z+HH:mm>"),
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss;FFFFFFFFF o<Z+HH:mm>"),
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss;FFFFFFFFF o<+HHmm>"),
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mmo<Z+HH:mm>"),
    ];

    private static readonly Instant Earliest = Instant.FromUtc(1900, 1, 1, 0, 0);

    /// <summary>The most smallest parts that an input of the engine takes.</summary>
    private const decimal MaxMinor = 1_000_000_000_000_000m;

    private const string SpacesWithin = " \u00A0\u202F\u2009";

    /// <summary>An amount of a unit that is known or stands in the cell itself; <c>null</c> with a finding where it is none.</summary>
    internal Amount? Amount(string text, string heading, Unit? unit, bool inMinorUnits, List<ImportFinding> findings)
    {
        var number = text;
        if (SplitUnit(text) is var (left, word))
        {
            number = left;
            if (UnitOf(word) is not { } own)
            {
                findings.Add(new ImportFinding(ImportCodes.Amount, heading, ImportFinding.Quoted(text), NeededNumber));
                return null;
            }

            unit = own;
        }

        if (unit is not { } known)
        {
            findings.Add(new ImportFinding(ImportCodes.Unit, heading, ImportFinding.Quoted(text), "a currency in the file, or ImportOptions.Unit"));
            return null;
        }

        if (Number(number) is not { } value)
        {
            findings.Add(new ImportFinding(ImportCodes.Amount, heading, ImportFinding.Quoted(text), NeededNumber));
            return null;
        }

        if (Math.Abs(value) > MaxMinor / Power(known.Digits))
        {
            findings.Add(new ImportFinding(ImportCodes.Amount, heading, ImportFinding.Quoted(text), "a smaller amount"));
            return null;
        }

        if (inMinorUnits && known.IsMoney)
        {
            value /= Power(known.Digits);
        }

        if (Referrals.Amount.TryExact(value, known, out var amount))
        {
            return amount;
        }

        if (options.Rounding is { } rounding)
        {
            return Referrals.Amount.Rounded(value, known, rounding);
        }

        findings.Add(new ImportFinding(
            ImportCodes.TooFine, heading, ImportFinding.Quoted(text), $"at most {known.Digits} decimals for {known}, or ImportOptions.Rounding"));
        return null;
    }

    /// <summary>The unit that a word names; a currency may stand in lower case.</summary>
    internal static Unit? UnitOf(string word)
    {
        var text = word.Trim();
        return text.Length == 3 && Unit.TryParse(text.ToUpperInvariant(), out var money) ? money
            : Unit.TryParse(text, out var exact) ? exact
            : Unit.TryParse(text.ToLowerInvariant().Replace('_', '-').Replace(' ', '-'), out var other) ? other
            : null;
    }

    internal static bool? Flag(string text, string heading, List<ImportFinding> findings)
    {
        if (Yes.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            return true;
        }

        if (No.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            return false;
        }

        findings.Add(new ImportFinding(ImportCodes.Status, heading, ImportFinding.Quoted(text), "yes or no"));
        return null;
    }

    /// <summary>An instant: with its zone, in seconds or milliseconds since 1970, or in the zone of the options.</summary>
    internal Instant? Time(string text, string heading, bool mayBeAhead, List<ImportFinding> findings)
    {
        var instant = Unix(text) ?? WithZone(text);
        if (instant is null)
        {
            if (Local(text, heading, findings) is not { } local)
            {
                return null;
            }

            if (options.Zone is not { } zone)
            {
                findings.Add(new ImportFinding(ImportCodes.Zone, heading, ImportFinding.Quoted(text), "a time with its zone, or ImportOptions.Zone"));
                return null;
            }

            instant = zone.AtLeniently(local).ToInstant();
        }

        var latest = mayBeAhead ? Instant.FromUtc(2999, 1, 1, 0, 0) : now + Duration.FromMinutes(5);
        if (instant < Earliest || instant > latest)
        {
            findings.Add(new ImportFinding(ImportCodes.Ahead, heading, ImportFinding.Quoted(text), mayBeAhead ? "a time from 1900 to 2999" : "a time that has come, from 1900 on"));
            return null;
        }

        return instant;
    }

    private string NeededNumber => options.DecimalComma ? "a number such as 1250,50 (ImportOptions.DecimalComma)" : "a number such as 1250.50, or ImportOptions.DecimalComma";

    /// <summary>A number and a unit beside it, as in <c>10 EUR</c>, <c>EUR 10</c> or <c>10€</c>; <c>null</c> for a number alone.</summary>
    private static (string Number, string Unit)? SplitUnit(string text)
    {
        var trimmed = text.Trim();
        var first = trimmed.AsSpan().IndexOfAnyInRange('0', '9');
        var last = trimmed.AsSpan().LastIndexOfAnyInRange('0', '9');
        if (first < 0)
        {
            return null;
        }

        var before = trimmed[..first].TrimEnd('-', '+', '(', '.', ',', ' ');
        var after = trimmed[(last + 1)..].Trim().TrimStart(')', '.', ',').Trim();
        var word = before.Trim('-', '+', '(', ' ') + after;
        if (word.Length == 0)
        {
            return null;
        }

        var sign = trimmed[..first].Contains('-', StringComparison.Ordinal)
            || (trimmed[..first].Contains('(', StringComparison.Ordinal) && trimmed[(last + 1)..].Contains(')', StringComparison.Ordinal))
            ? "-" : string.Empty;
        return (sign + trimmed[first..(last + 1)], word switch { "€" => "EUR", "£" => "GBP", _ => word });
    }

    private decimal? Number(string text)
    {
        var (point, group) = options.DecimalComma ? (',', '.') : ('.', ',');
        var trimmed = text.Trim();
        if (trimmed.StartsWith('(') && trimmed.EndsWith(')'))
        {
            trimmed = "-" + trimmed[1..^1];
        }

        trimmed = trimmed.Replace('\u2212', '-');
        var sign = trimmed.StartsWith('-') ? -1 : 1;
        var digits = trimmed.TrimStart('-', '+');
        if (trimmed.Length - digits.Length > 1)
        {
            return null;
        }

        var at = digits.IndexOf(point, StringComparison.Ordinal);
        var whole = at < 0 ? digits : digits[..at];
        var decimals = at < 0 ? string.Empty : digits[(at + 1)..];
        var groups = whole.Split([group, '\'', .. SpacesWithin]);
        if (groups.Length > 1 && (groups[0].Length is 0 or > 3 || groups.Skip(1).Any(static each => each.Length != 3)))
        {
            return null;
        }

        whole = string.Concat(groups);
        return (whole + decimals).Length is > 0 and <= 28 && (whole + decimals).All(char.IsAsciiDigit) && (at < 0 || decimals.Length > 0)
            ? sign * decimal.Parse($"{(whole.Length == 0 ? "0" : whole)}.{decimals}0", NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)
            : null;
    }

    private static decimal Power(int digits)
    {
        var power = 1m;
        for (var i = 0; i < digits; i++)
        {
            power *= 10;
        }

        return power;
    }

    /// <summary>Seconds since 1970 have 9 or 10 digits since 1973, milliseconds 12 or 13.</summary>
    private static Instant? Unix(string text) => text.Length is 9 or 10 or 12 or 13 && text.All(char.IsAsciiDigit)
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? text.Length > 10 ? Instant.FromUnixTimeMilliseconds(number) : Instant.FromUnixTimeSeconds(number)
            : null;

    private static Instant? WithZone(string text)
    {
        var iso = text.EndsWith(" UTC", StringComparison.OrdinalIgnoreCase) ? text[..^4].Replace(' ', 'T') + "Z" : text;
        foreach (var pattern in Zoned)
        {
            if (pattern.Parse(iso).TryGetValue(default, out var value))
            {
                return value.ToInstant();
            }
        }

        return null;
    }

    private LocalDateTime? Local(string text, string heading, List<ImportFinding> findings)
    {
        if (Find(Naive, text) is { } plain)
        {
            return plain;
        }

        var (day, month) = (Find(DayFirst, text), Find(MonthFirst, text));
        if (day is null && month is null)
        {
            findings.Add(new ImportFinding(ImportCodes.Time, heading, ImportFinding.Quoted(text), "a time such as 2025-03-01T10:00:00Z"));
            return null;
        }

        if (options.DayFirst is not { } dayFirst)
        {
            findings.Add(new ImportFinding(ImportCodes.Time, heading, ImportFinding.Quoted(text), "a time such as 2025-03-01, or ImportOptions.DayFirst"));
            return null;
        }

        var found = dayFirst ? day : month;
        if (found is null)
        {
            findings.Add(new ImportFinding(
                ImportCodes.Time, heading, ImportFinding.Quoted(text), dayFirst ? "the day first (ImportOptions.DayFirst)" : "the month first (ImportOptions.DayFirst)"));
        }

        return found;
    }

    private static LocalDateTime? Find(LocalDateTimePattern[] patterns, string text)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.Parse(text).TryGetValue(default, out var value))
            {
                return value;
            }
        }

        return null;
    }

    private static LocalDateTimePattern[] Patterns(params string[] dates) =>
        [.. dates.SelectMany(static date => Clocks.Select(clock => LocalDateTimePattern.CreateWithInvariantCulture(date + clock)))];
}
