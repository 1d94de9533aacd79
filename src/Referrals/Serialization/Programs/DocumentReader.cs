using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Referrals.Serialization;

/// <summary>Reads single values of a document. A wrong one is reported with its path, and a harmless one stands in for it.</summary>
internal sealed partial class DocumentReader
{
    private readonly ProgramFindings _findings;

    internal DocumentReader(ProgramFindings findings) => _findings = findings;

    internal void Report(string code, string path, string message) => _findings.Add(code, path, message);

    internal void Missing(string path, string what)
    {
        if (!_findings.Has(path))
        {
            _findings.Add(ProgramCodes.MissingMember, path, $"This is missing; write {what}.");
        }
    }

    internal T Name<T>(string? text, (string Name, T Value)[] names, T fallback, string path)
    {
        if (text is null)
        {
            return fallback;
        }

        foreach (var (name, value) in names)
        {
            if (string.Equals(name, text, StringComparison.Ordinal))
            {
                return value;
            }
        }

        Report(ProgramCodes.InvalidValue, path, $"'{text}' is not known here; write {Or(names.Select(static entry => entry.Name))}.");
        return fallback;
    }

    internal Instant? Instant(string? text, string path)
    {
        if (text is null)
        {
            return null;
        }

        if (InstantPattern.ExtendedIso.Parse(text).TryGetValue(default, out var instant))
        {
            return instant;
        }

        Report(ProgramCodes.InvalidInstant, path, $"'{text}' is not a valid instant; write ISO 8601 in UTC such as 2026-03-01T09:30:00Z.");
        return null;
    }

    /// <summary>An amount above zero; <c>null</c> where there is none or it is wrong.</summary>
    internal Amount? Amount(string? text, string path)
    {
        if (text is null)
        {
            return null;
        }

        if (!Referrals.Amount.TryParse(text, out var amount))
        {
            var blank = text.IndexOf(' ', StringComparison.Ordinal);
            var unit = blank < 0 ? string.Empty : text[(blank + 1)..];
            if (blank > 0 && Referrals.Unit.TryParse(unit, out _) && text.AsSpan(0, blank).Contains(',')
                && decimal.TryParse(text.AsSpan(0, blank), NumberStyles.Number, CultureInfo.InvariantCulture, out _))
            {
                Report(
                    ProgramCodes.InvalidAmount,
                    path,
                    $"'{text}' has a comma; write a point before the decimals and nothing between the thousands, such as 1250.50 EUR.");
            }
            else if (blank > 0 && Referrals.Unit.TryParse(unit, out var known) && decimal.TryParse(
                text.AsSpan(0, blank), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            {
                Report(
                    ProgramCodes.InvalidAmount,
                    path,
                    string.Create(CultureInfo.InvariantCulture, $"'{text}' is finer than the {known.Digits} decimals of {known}, or too large; round it."));
            }
            else if (blank > 0 && !Referrals.Unit.TryParse(unit, out _))
            {
                Report(
                    ProgramCodes.UnknownUnit,
                    path,
                    $"'{unit}' is not a valid unit; write an ISO 4217 currency such as EUR, or a lower-case name such as points.");
            }
            else
            {
                Report(ProgramCodes.InvalidAmount, path, $"'{text}' is not a valid amount; write a number, a blank and a unit, such as 49.90 EUR.");
            }

            return null;
        }

        if (amount.MinorUnits > 0)
        {
            return amount;
        }

        Report(ProgramCodes.InvalidAmount, path, $"The amount {text} is not above zero; write one that is.");
        return null;
    }

    internal Unit? Unit(string? text, string path)
    {
        if (text is null)
        {
            Missing(path, "a unit such as EUR or points");
            return null;
        }

        if (Referrals.Unit.TryParse(text, out var unit))
        {
            return unit;
        }

        Report(
            ProgramCodes.UnknownUnit,
            path,
            $"'{text}' is not a valid unit; write an ISO 4217 currency such as EUR, or a lower-case name such as points.");
        return null;
    }

    internal TimePeriod? Period(PeriodDocument? document, string path)
    {
        if (document is null)
        {
            return null;
        }

        (string Name, int? Value, int Limit, Func<int, TimePeriod> Make)[] choices =
        [
            ("hours", document.Hours, 876_000, Referrals.TimePeriod.Hours),
            ("days", document.Days, 36_500, Referrals.TimePeriod.Days),
            ("calendarDays", document.CalendarDays, 36_500, Referrals.TimePeriod.CalendarDays),
            ("months", document.Months, 1_200, Referrals.TimePeriod.Months),
        ];
        var given = choices.Where(static choice => choice.Value is not null).ToArray();
        if (given.Length != 1)
        {
            if (given.Length > 1 || !choices.Any(choice => _findings.Has($"{path}.{choice.Name}")))
            {
                Report(ProgramCodes.OneOf, path, "Write exactly one of hours, days, calendarDays and months.");
            }

            return null;
        }

        var (name, value, limit, make) = given[0];
        return value is { } length && InRange(length, 1, limit, $"{path}.{name}") ? make(length) : null;
    }

    /// <summary>What a factory makes; its complaint is reported.</summary>
    internal T? Try<T>(string path, Func<T> make)
        where T : class
    {
        try
        {
            return make();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            Report(ProgramCodes.InvalidValue, path, ProgramFinding.Text(exception));
            return null;
        }
    }

    /// <summary>The one member that is given; reports where there are none or several.</summary>
    internal string? OneOf(string path, string what, params ReadOnlySpan<(string Name, object? Value)> members)
    {
        var given = new List<string>();
        var reported = false;
        foreach (var (name, value) in members)
        {
            reported |= Reported($"{path}.{name}");
            if (value is not null)
            {
                given.Add(name);
            }
        }

        if (given.Count == 1)
        {
            return given[0];
        }

        if (given.Count > 1 || !reported)
        {
            var names = new string[members.Length];
            for (var i = 0; i < names.Length; i++)
            {
                names[i] = members[i].Name;
            }

            Report(ProgramCodes.OneOf, path, given.Count == 0
                ? $"{what} requires one of {string.Join(", ", names)}."
                : $"{what} accepts one member, not {string.Join(" and ", given)}{(what == "A condition" ? "; put several into \"all\": [ ... ]" : string.Empty)}.");
        }

        return null;
    }

    /// <summary>Reports every member that is given and that the form does not take.</summary>
    internal void Only(string path, string form, ReadOnlySpan<string> taken, params ReadOnlySpan<(string Name, object? Value)> members)
    {
        foreach (var (name, value) in members)
        {
            if (value is not null && !taken.Contains(name))
            {
                Report(ProgramCodes.NotHere, $"{path}.{name}", taken.Length == 0
                    ? $"'{form}' accepts neither '{name}' nor anything else; leave it out."
                    : $"'{form}' does not accept '{name}', but {Or(taken.ToArray())}; leave it out.");
            }
        }
    }

    internal bool InRange(int value, int low, int high, string path)
    {
        if (value >= low && value <= high)
        {
            return true;
        }

        Report(
            ProgramCodes.OutOfRange,
            path,
            string.Create(CultureInfo.InvariantCulture, $"{value} is out of range; write {low} to {high}."));
        return false;
    }

    /// <summary>A text that a condition or name consists of: 1 to 128 characters.</summary>
    internal string? Text(string? text, string path)
    {
        if (text is null || TextRule.Opaque.Fault(text) is not { } fault)
        {
            return text;
        }

        Report(ProgramCodes.InvalidValue, path, $"The text {fault}. It has {text.Length} characters.");
        return null;
    }

    internal bool Reported(string path) => _findings.Has(path);

    private static string Or(IEnumerable<string> names)
    {
        var all = names.ToArray();
        return all.Length == 1 ? all[0] : $"{string.Join(", ", all[..^1])} or {all[^1]}";
    }
}

/// <content>Times.</content>
internal sealed partial class DocumentReader
{
    /// <summary>A time frame; a lifetime where there is none.</summary>
    internal TimeFrame TimeFrame(ITimeFrameDocument document, string path)
    {
        if (document.InTheLast is not null)
        {
            foreach (var (name, _) in new[] { ("per", document.Per), ("weekStart", document.WeekStart), ("yearStart", document.YearStart) }.Where(static member => member.Item2 is not null))
            {
                Report(ProgramCodes.NotHere, $"{path}.{name}", $"With inTheLast there is no {name}; take one of the two out.");
            }

            return Period(document.InTheLast, $"{path}.inTheLast") is { } length
                && Try($"{path}.inTheLast", () => Referrals.TimeFrame.InTheLast(length)) is { } trailing
                ? trailing
                : Referrals.TimeFrame.Lifetime;
        }

        var frame = Referrals.TimeFrame.Of(Name(document.Per, ProgramNames.Periods, TimeFrameKind.Lifetime, $"{path}.per"));
        if (Weekday(document.WeekStart, $"{path}.weekStart") is { } day)
        {
            frame = Try($"{path}.weekStart", () => frame.StartingOn(day)) ?? frame;
        }

        return YearStart(document.YearStart, $"{path}.yearStart") is { } date
            ? Try($"{path}.yearStart", () => frame.StartingOn(date)) ?? frame
            : frame;
    }

    internal IsoDayOfWeek? Weekday(string? text, string path) =>
        text is null ? null : Name(text, ProgramNames.Weekdays, IsoDayOfWeek.Monday, path);

    /// <summary>A month and a day that every year has, such as <c>04-06</c>.</summary>
    internal AnnualDate? YearStart(string? text, string path)
    {
        if (text is null)
        {
            return null;
        }

        if (AnnualDatePattern.Iso.Parse(text).TryGetValue(default, out var date) && date.Day <= 28)
        {
            return date;
        }

        Report(ProgramCodes.InvalidValue, path, $"'{text}' is not a valid day that starts a year; write a month and a day up to 28, such as 04-06.");
        return null;
    }

    /// <summary>A value of a pattern of NodaTime, such as a day.</summary>
    internal T? Pattern<T>(string? text, IPattern<T> pattern, string example, string path)
        where T : struct
    {
        if (text is null)
        {
            Missing(path, $"a value such as {example}");
            return null;
        }

        if (pattern.Parse(text).TryGetValue(default, out var value))
        {
            return value;
        }

        Report(ProgramCodes.InvalidValue, path, $"'{text}' does not fit here; write a value such as {example}.");
        return null;
    }
}
