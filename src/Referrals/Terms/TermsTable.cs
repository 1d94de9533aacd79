namespace Referrals.Terms;

/// <summary>A small table of a program's terms: steps, stages, or a choice.</summary>
public sealed class TermsTable
{
    internal TermsTable(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        Columns = columns;
        Rows = rows;
    }

    /// <summary>The headings of the columns.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The rows; each has as many cells as there are columns.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows { get; }
}
