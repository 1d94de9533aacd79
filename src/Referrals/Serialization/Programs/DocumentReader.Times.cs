using NodaTime;
using NodaTime.Text;
using Referrals.Programs;
using Referrals.Serialization.Programs.Documents;

namespace Referrals.Serialization.Programs;

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

        Report(ProgramCodes.InvalidValue, path, $"'{text}' is no day that starts a year; write a month and a day up to 28, such as 04-06.");
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
