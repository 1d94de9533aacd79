using NodaTime;

namespace Referrals.Imports;

/// <summary>What a file does not say, and how an import is run.</summary>
public sealed class ImportOptions
{
    /// <summary>
    /// Whom the application means by people of the source; asked a few hundred at a time. Who is not in the answer is unknown, and the row is set aside.
    /// </summary>
    /// <value>
    /// The default is <c>null</c>: a referred customer is known by the id in the file, and everybody else by a surrogate, such as <c>dub:pn_1</c>, or a hash of
    /// the e-mail address. That is for trying out: give the application's own ids before people use what was imported.
    /// </value>
    public Func<IReadOnlyCollection<ImportPerson>, CancellationToken, ValueTask<IReadOnlyDictionary<ImportPerson, CustomerId>>>? Customers { get; set; }

    /// <summary>The zone of times that carry none.</summary>
    /// <value>The default is <c>null</c>: a time without a zone sets its row aside.</value>
    public DateTimeZone? Zone { get; set; }

    /// <summary>The unit of amounts whose file names none.</summary>
    /// <value>The default is <c>null</c>: an amount without a unit sets its row aside.</value>
    public Unit? Unit { get; set; }

    /// <summary>Whether decimals stand behind a comma, as in <c>1.250,00</c>.</summary>
    /// <value>The default is <c>false</c>: <c>1,250.00</c>. Nothing is guessed: <c>1,25</c> is then an error.</value>
    public bool DecimalComma { get; set; }

    /// <summary>Whether the day stands first in dates with slashes or dots, as in <c>31/12/2025</c>.</summary>
    /// <value>The default is <c>null</c>: such a date sets its row aside.</value>
    public bool? DayFirst { get; set; }

    /// <summary>How amounts are rounded that have more decimals than their unit.</summary>
    /// <value>The default is <c>null</c>: such an amount sets its row aside.</value>
    public RoundingMode? Rounding { get; set; }

    /// <summary>Until when rewards are held that wait in the source, where the file does not say it.</summary>
    /// <value>The default is <c>null</c>: such a reward sets its row aside. Use the same instant each time a file is imported.</value>
    public Instant? PendingUntil { get; set; }

    /// <summary>The name of the event of orders whose file names none.</summary>
    /// <value>The default is <c>purchase</c>.</value>
    public string Event { get; set; } = "purchase";

    /// <summary>The kind of file, where the headings do not tell it, or where only one table of several is wanted.</summary>
    /// <value>The default is <c>null</c>: the headings tell it.</value>
    public string? File { get; set; }

    /// <summary>The first line whose row is imported: to go on where an import ended, without asking for each row before it.</summary>
    /// <value>The default is 1. Left out, an import that goes on finds what it has done already, and does nothing twice.</value>
    public long FromLine { get; set; } = 1;

    /// <summary>Whether what is imported is published as events, so that messages and webhooks tell people of it.</summary>
    /// <value>The default is <c>false</c>.</value>
    public bool PublishEvents { get; set; }

    /// <summary>Called for each row, in the order of the file; a row that waited for a later one comes again at the end.</summary>
    /// <value>The default is <c>null</c>.</value>
    public Action<ImportedRow>? EachRow { get; set; }

    /// <summary>
    /// Where rows are written that were set aside, as CSV with the headings of the file and what was wrong: mend them there, and import that file.
    /// </summary>
    /// <value>The default is <c>null</c>.</value>
    public TextWriter? SetAside { get; set; }

    /// <summary>Runs a batch of rows in a transaction of the application's, which is several times as fast as a commit for each input.</summary>
    /// <value>The default is <c>null</c>: a commit for each input. What a transaction undid is imported when the import is run again.</value>
    public Func<Func<CancellationToken, Task>, CancellationToken, Task>? InTransaction { get; set; }

    /// <summary>How many rows are read, resolved and committed together: 1 to 10,000.</summary>
    /// <value>The default is 200.</value>
    public int BatchSize { get; set; } = 200;

    /// <summary>How many rows and differences a report lists; the rest is only counted.</summary>
    /// <value>The default is 1,000.</value>
    public int MaxListed { get; set; } = 1_000;

    /// <summary>For how many people the closing check compares each balance; of a file with more, only the sums are compared.</summary>
    /// <value>The default is 250,000.</value>
    public int MaxPeople { get; set; } = 250_000;

    /// <summary>
    /// Answers <see cref="Customers"/> for files whose ids are the application's own, such as those that <c>Referrals.Exports</c> writes. Who has no id, or one
    /// that can be none, is unknown.
    /// </summary>
    /// <param name="people">The people of a batch.</param>
    /// <param name="cancellationToken">Not used.</param>
    public static ValueTask<IReadOnlyDictionary<ImportPerson, CustomerId>> ByOwnIdsAsync(
        IReadOnlyCollection<ImportPerson> people, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(people);
        var known = new Dictionary<ImportPerson, CustomerId>(people.Count);
        foreach (var person in people)
        {
            if (CustomerId.TryFrom(person.Id, out var customer))
            {
                known[person] = customer;
            }
        }

        return ValueTask.FromResult<IReadOnlyDictionary<ImportPerson, CustomerId>>(known);
    }

    internal void Check()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Event);
        ArgumentOutOfRangeException.ThrowIfLessThan(FromLine, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(BatchSize, 10_000);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxListed);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxPeople);
    }
}

/// <summary>Somebody as the source knows them.</summary>
/// <param name="Id">The source's id of the person; <c>null</c> where the file has none.</param>
/// <param name="Email">The e-mail address as it stands in the file; <c>null</c> where the file has none.</param>
/// <param name="Side">Whether it is the person who refers or the one who was referred.</param>
public sealed record ImportPerson(string? Id, string? Email, Side Side)
{
    /// <summary>The id, or else that there is only an address: no e-mail address gets into a log by accident.</summary>
    public override string ToString() => Id ?? (Email is null ? "nobody" : "somebody known by an e-mail address");
}
