using System.Collections.Immutable;
using System.Text;

namespace Referrals.Imports;

/// <summary>What an import did, or in a dry run what it would do.</summary>
public sealed record ImportReport
{
    /// <summary>Whether nothing was changed.</summary>
    public required bool IsDryRun { get; init; }

    /// <summary>How many rows there are, blank lines and headings not counted.</summary>
    public required long Rows { get; init; }

    /// <summary>How many were imported.</summary>
    public required long Imported { get; init; }

    /// <summary>How many had been imported before.</summary>
    public required long Repeated { get; init; }

    /// <summary>How many hold nothing to import.</summary>
    public required long Skipped { get; init; }

    /// <summary>How many cannot be imported as they are.</summary>
    public required long SetAside { get; init; }

    /// <summary>The kinds of files that were found, in order.</summary>
    public required ImmutableArray<string> Files { get; init; }

    /// <summary>How often each code was found, in the order of the codes; notes as well.</summary>
    public required ImmutableSortedDictionary<string, long> Codes { get; init; }

    /// <summary>The first rows that were set aside, or of which there is something to note: at most <see cref="ImportOptions.MaxListed"/>.</summary>
    public required ImmutableArray<ImportedRow> Listed { get; init; }

    /// <summary>What the file grants, by unit.</summary>
    public required ImmutableArray<UnitTotals> Totals { get; init; }

    /// <summary>The closing check of balances.</summary>
    public required BalanceCheck Balances { get; init; }

    /// <summary>What makes the file unreadable, from some line on; <c>null</c> for nothing.</summary>
    public ImportFinding? Problem { get; init; }

    /// <summary>Whether every row was imported, or had been, or holds nothing to import, and every balance agrees.</summary>
    public bool IsClean => Problem is null && SetAside == 0 && (IsDryRun || (Balances.Differing == 0 && Balances.IsComplete));

    /// <summary>The report for people.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(IsDryRun ? "Dry run" : "Import").Append(" of ").AppendJoin(", ", Files).Append(": ")
            .Append(System.Globalization.CultureInfo.InvariantCulture, $"{Rows} rows, {Imported} {(IsDryRun ? "to be imported" : "imported")}, {Repeated} known, {Skipped} with nothing to import, {SetAside} set aside");
        foreach (var row in Listed)
        {
            _ = text.Append("\n  ").Append(row);
        }

        foreach (var total in Totals)
        {
            _ = text.Append("\n  ").Append(total);
        }

        _ = Problem is null ? text : text.Append("\n  ").Append(Problem);
        return IsDryRun ? text.ToString() : text.Append("\n  ").Append(Balances).ToString();
    }
}

/// <summary>What a file holds in one unit.</summary>
/// <param name="Granted">What was granted, whether it is held, usable or paid by now.</param>
/// <param name="Pending">What of it waits.</param>
/// <param name="Paid">What was paid out.</param>
/// <param name="TakenBack">What was taken back by rows of their own.</param>
/// <param name="Void">What was declined, or taken back, and is not granted.</param>
public sealed record UnitTotals(Amount Granted, Amount Pending, Amount Paid, Amount TakenBack, Amount Void)
{
    internal static UnitTotals Zero(Unit unit)
    {
        var zero = Amount.Zero(unit);
        return new UnitTotals(zero, zero, zero, zero, zero);
    }

    /// <summary>Such as <c>granted 25.00 EUR, of it 5.00 EUR pending; paid 10.00 EUR</c>.</summary>
    public override string ToString() => $"granted {Granted}, of it {Pending} pending; paid {Paid}, taken back {TakenBack}, void {Void}";
}

/// <summary>Our balances beside those of the source, for each person and unit of the file.</summary>
public sealed record BalanceCheck
{
    /// <summary>How many balances were compared.</summary>
    public required long Compared { get; init; }

    /// <summary>How many of them differ.</summary>
    public required long Differing { get; init; }

    /// <summary>Whether all were compared: <c>false</c> where there were more people than <see cref="ImportOptions.MaxPeople"/>.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>Those that differ: at most <see cref="ImportOptions.MaxListed"/>.</summary>
    public required ImmutableArray<BalanceDifference> Differences { get; init; }

    /// <summary>The check for people.</summary>
    public override string ToString() =>
        $"balances: {Compared} compared, {Differing} differ{(IsComplete ? string.Empty : "; there are more people than were compared")}"
        + string.Concat(Differences.Select(static difference => $"\n    {difference}"));
}

/// <summary>A balance that is not what it was in the source.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Theirs">What the person held there, by the file.</param>
/// <param name="Ours">What the person holds here: available, pending and on its way.</param>
public sealed record BalanceDifference(CustomerId Customer, Amount Theirs, Amount Ours)
{
    /// <summary>What is missing here; below zero for what is too much.</summary>
    public Amount Missing => Theirs - Ours;

    /// <summary>Such as <c>ann: 12.00 EUR there, 10.00 EUR here</c>.</summary>
    public override string ToString() => $"{Customer}: {Theirs} there, {Ours} here";
}

/// <summary>How far an import is.</summary>
/// <param name="Rows">How many rows are done, and stored unless it is a dry run.</param>
/// <param name="SetAside">How many of them were set aside so far.</param>
/// <param name="Line">The line of the last of them: where to go on from is the line after it.</param>
/// <param name="Position">How many bytes of the file were read, for a stream that tells; else 0.</param>
public sealed record ImportProgress(long Rows, long SetAside, long Line, long Position);
