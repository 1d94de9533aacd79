using System.Collections.Immutable;

namespace Referrals.Imports;

/// <summary>Something about a row: which column, what was found there, what was needed.</summary>
/// <remarks>What was found is quoted from the file, so treat findings as you treat the file: they may hold e-mail addresses.</remarks>
public sealed record ImportFinding
{
    private const int MaxShown = 200;

    internal ImportFinding(string code, string? column, string found, string needed)
    {
        Code = code;
        Column = column;
        Found = found;
        Needed = needed;
    }

    /// <summary>A code of <see cref="ImportCodes"/>, or that of the decision which refused something.</summary>
    public string Code { get; }

    /// <summary>The line, from 1, where it is not that of a row: the file as a whole; <c>null</c> otherwise.</summary>
    public long? Line { get; init; }

    /// <summary>The heading of the column; <c>null</c> where no single column is meant.</summary>
    public string? Column { get; }

    /// <summary>What was found.</summary>
    public string Found { get; }

    /// <summary>What was needed.</summary>
    public string Needed { get; }

    /// <summary>Whether the row can be imported all the same.</summary>
    public bool IsNote { get; init; }

    /// <summary>Whether what is missing may still come, such as a reward that a row takes back.</summary>
    internal bool MayPass { get; init; }

    /// <summary>Such as <c>import.amount in Earnings: 'ten', needed a number such as 10.50</c>.</summary>
    public override string ToString() => (Line is { } line ? $"line {line}: " : string.Empty) + Code
        + (Column is null ? ": " : $" in {Column}: ") + Found + ", needed " + Needed;

    /// <summary>A text of the file as it can be shown: control characters are dots, and what is long is cut.</summary>
    internal static string Shown(string text)
    {
        var cut = text.Length > MaxShown ? text[..MaxShown] + "..." : text;
        return string.Concat(cut.Select(static c => char.IsControl(c) || char.IsSurrogate(c) ? '.' : c));
    }

    internal static string Quoted(string? text) => text is null ? "nothing" : $"'{Shown(text)}'";
}

/// <summary>What became of a row.</summary>
public enum ImportOutcome
{
    /// <summary>It was imported; in a dry run, it would be.</summary>
    Imported = 0,

    /// <summary>All of it had been imported before: nothing changed.</summary>
    Repeated = 1,

    /// <summary>It holds nothing to import: a test, a click, a reward that was declined.</summary>
    Skipped = 2,

    /// <summary>It cannot be imported as it is, or not in full. Its findings say why.</summary>
    SetAside = 3,
}

/// <summary>A row of a file, and what became of it.</summary>
public sealed record ImportedRow
{
    /// <summary>The line of the file on which it begins, from 1.</summary>
    public required long Line { get; init; }

    /// <summary>The kind of file.</summary>
    public required string File { get; init; }

    /// <summary>The row's key, under which it is imported once; empty where it has none.</summary>
    public required string Key { get; init; }

    /// <summary>What became of it.</summary>
    public required ImportOutcome Outcome { get; init; }

    /// <summary>What there is to say about it; empty for nothing.</summary>
    public ImmutableArray<ImportFinding> Findings { get; init; } = [];

    /// <summary>Such as <c>line 7 of commissions: SetAside, import.amount in Earnings: 'ten', needed a number such as 10.50</c>.</summary>
    public override string ToString() => $"line {Line} of {File}: {Outcome}" + string.Concat(Findings.Select(static finding => $", {finding}"));
}
