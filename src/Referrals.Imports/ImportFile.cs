using System.Collections.Immutable;

namespace Referrals.Imports;

/// <summary>One kind of file of a source, as data: what its columns mean, what its words mean, and what comes of a row.</summary>
/// <remarks>
/// Headings are matched by their letters and digits alone: <c>First Name</c>, <c>first_name</c> and <c>!FIRSTNAME</c> are one. What a source gives
/// as JSON alone is brought into a table whose headings are the paths, such as <c>sale.currency</c>. Columns that are not named are left unread. Immutable.
/// </remarks>
public sealed record ImportFile
{
    /// <summary>The name of the kind of file, such as <c>commissions</c>: part of the idempotency keys, so it never changes.</summary>
    public required string Name { get; init; }

    /// <summary>What comes of a row.</summary>
    public required ImportParts Parts { get; init; }

    /// <summary>The columns: for each field the headings under which it is found, the best first.</summary>
    public required ImmutableDictionary<ImportField, ImmutableArray<string>> Columns { get; init; }

    /// <summary>The fields without whose columns the file cannot be of this kind. Of each inner list one is enough.</summary>
    public required ImmutableArray<ImmutableArray<ImportField>> Needs { get; init; }

    /// <summary>The tag line before the heading, such as <c>[[COMMISSIONS]]</c>; <c>null</c> for a file of one table.</summary>
    public string? Section { get; init; }

    /// <summary>Whether amounts of money are whole numbers of cents.</summary>
    /// <value>The default is <c>false</c>: <c>10.50</c> is ten and a half.</value>
    public bool InMinorUnits { get; init; }

    /// <summary>What the words of <see cref="ImportField.Status"/> mean; without any, a reward without a word is earned.</summary>
    public ImmutableDictionary<string, RewardStanding> Statuses { get; init; } = Words<RewardStanding>();

    /// <summary>Words of <see cref="ImportField.Type"/> whose rows take something back, whatever the sign of their amount.</summary>
    public ImmutableHashSet<string> Reversals { get; init; } = ImmutableHashSet.Create<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Words of <see cref="ImportField.Type"/> whose rows are no business of ours, such as clicks.</summary>
    public ImmutableHashSet<string> Ignored { get; init; } = ImmutableHashSet.Create<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>What the source's words for units mean, where they are not ours; an empty text is the unit of <see cref="ImportOptions.Unit"/>.</summary>
    public ImmutableDictionary<string, string> Units { get; init; } = Words<string>();

    /// <summary>The unit where the file has no column of units; <c>null</c> for that of <see cref="ImportOptions.Unit"/>.</summary>
    public string? FixedUnit { get; init; }

    /// <summary>Whether an apostrophe before what a spreadsheet would run as a formula was added by an export of this SDK, and is none of the text.</summary>
    internal bool HasFormulaMarks { get; init; }

    /// <summary>The same file with another heading for a field, looked for first.</summary>
    /// <param name="field">What the column means.</param>
    /// <param name="heading">The heading in the file.</param>
    /// <exception cref="ArgumentException">The heading holds no letter and no digit.</exception>
    public ImportFile WithColumn(ImportField field, string heading)
    {
        ArgumentNullException.ThrowIfNull(heading);
        return heading.Any(char.IsLetterOrDigit)
            ? this with { Columns = Columns.SetItem(field, [heading, .. Columns.GetValueOrDefault(field, [])]) }
            : throw new ArgumentException($"The heading '{heading}' holds no letter and no digit, by which it could be found.", nameof(heading));
    }

    /// <summary>The same file with one more word of the source for where a reward stands.</summary>
    public ImportFile WithStatus(string word, RewardStanding standing) => this with { Statuses = Statuses.SetItem(word, standing) };

    internal static ImmutableDictionary<string, T> Words<T>(params (string Word, T Meaning)[] words) => words.ToImmutableDictionary(
        static word => word.Word, static word => word.Meaning, StringComparer.OrdinalIgnoreCase);

    internal static ImmutableDictionary<ImportField, ImmutableArray<string>> Headings(params (ImportField Field, string Headings)[] columns) =>
        columns.ToImmutableDictionary(static column => column.Field, static column => column.Headings.Split('|').ToImmutableArray());

    internal static ImmutableArray<ImmutableArray<ImportField>> Needing(params ImportField[][] fields) =>
        [.. fields.Select(static one => one.ToImmutableArray())];
}

/// <summary>What comes of a row of a file.</summary>
[Flags]
public enum ImportParts
{
    /// <summary>Nothing but the check of a balance.</summary>
    None = 0,

    /// <summary>A referrer with a code.</summary>
    People = 1,

    /// <summary>A sign-up: of a referred customer, or of one whom nobody referred.</summary>
    Referrals = 2,

    /// <summary>An order or other event, which earns nothing here since it was rewarded there.</summary>
    Conversions = 4,

    /// <summary>A reward that was granted there.</summary>
    Rewards = 8,

    /// <summary>A payment that was sent there.</summary>
    Payouts = 16,
}

/// <summary>Where a reward stood in the source.</summary>
public enum RewardStanding
{
    /// <summary>Its person can use it: it is granted.</summary>
    Earned = 0,

    /// <summary>It waits there: it is granted and held.</summary>
    Pending = 1,

    /// <summary>It was paid out or used: it is granted and recorded as paid.</summary>
    Paid = 2,

    /// <summary>It was declined, or taken back: it is not granted, and taken back if it was.</summary>
    Void = 3,
}
