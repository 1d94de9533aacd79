namespace Referrals.Imports.Reading;

/// <summary>One row of a file as it stands there: the cells of the columns that mean something.</summary>
/// <param name="File">What kind of file it is from.</param>
/// <param name="Line">The line of the file on which it begins, from 1.</param>
/// <param name="Cells">The cell of each field; <c>null</c> where the file has no such column or the cell is empty.</param>
/// <param name="Headings">The heading of each field.</param>
/// <param name="Text">All cells, for the key of a row that has no id, and for the file of what was set aside.</param>
/// <param name="Fault">What is wrong with the row as a whole; <c>null</c> for nothing.</param>
internal sealed record RawRow(ImportFile File, long Line, string?[] Cells, string?[] Headings, IReadOnlyList<string> Text, ImportFinding? Fault)
{
    internal static readonly int Fields = Enum.GetValues<ImportField>().Length;

    internal string? this[ImportField field] => Cells[(int)field];

    internal string HeadingOf(ImportField field) => Headings[(int)field] ?? field.ToString();
}
