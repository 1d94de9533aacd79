using System.Globalization;

namespace Replay.Tables;

/// <summary>One thing that is wrong with the input: where it is, what was found, which rule it breaks and what to do.</summary>
internal sealed record Fault(string File, int? Line, string? Column, string? Value, string Rule, string NextStep)
{
    private const int MaxValue = 60;

    public override string ToString()
    {
        var line = Line is { } number ? string.Create(CultureInfo.InvariantCulture, $", line {number}") : string.Empty;
        var column = Column is null ? string.Empty : ", " + Column;
        var value = Value is null ? string.Empty : $"'{Shown(Value)}' ";
        return $"{File}{line}{column}: {value}{Rule}. {NextStep}";
    }

    private static string Shown(string value)
    {
        var shown = value.Length > MaxValue ? value[..MaxValue] + "…" : value;
        return string.Concat(shown.Select(static c => char.IsControl(c) ? '␣' : c));
    }
}
