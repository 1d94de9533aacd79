using System.Globalization;

namespace Replay.Reading;

/// <summary>One thing that is wrong with the input: where it is, what was found, which rule it breaks and what to do.</summary>
internal sealed record Fault(string File, int? Line, string? Value, string Rule, string NextStep)
{
    private const int MaxValue = 60;

    public override string ToString()
    {
        var place = Line is { } line ? string.Create(CultureInfo.InvariantCulture, $"{File}, line {line}") : File;
        return Value is null ? $"{place}: {Rule}. {NextStep}" : $"{place}: '{Shown(Value)}' {Rule}. {NextStep}";
    }

    private static string Shown(string value)
    {
        var shown = value.Length > MaxValue ? value[..MaxValue] + "…" : value;
        return string.Concat(shown.Select(static c => char.IsControl(c) ? '␣' : c));
    }
}
