using NodaTime;

namespace Referrals.Storage;

/// <summary>The key of a record within its partition: kind and id, compared ordinally and case-sensitively.</summary>
/// <remarks><c>default</c> is refused by every store.</remarks>
public readonly record struct RecordKey : IComparable<RecordKey>
{
    /// <summary>The longest id that a store must keep, in UTF-16 characters.</summary>
    public const int MaxIdLength = 512;

    private RecordKey(RecordKind kind, string id)
    {
        Kind = kind;
        Id = id;
    }

    /// <summary>What the record holds.</summary>
    public RecordKind Kind { get; }

    /// <summary>The id within the kind; 1 to <see cref="MaxIdLength"/> characters.</summary>
    public string Id { get; }

    /// <summary>Makes a key.</summary>
    /// <exception cref="ArgumentException">
    /// The id is empty, longer than <see cref="MaxIdLength"/>, or holds what not every database can keep: a NUL or half of a
    /// surrogate pair.
    /// </exception>
    public static RecordKey Of(RecordKind kind, string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        if (id.Length > MaxIdLength)
        {
            throw new ArgumentException($"A record's id has at most {MaxIdLength} characters; this one has {id.Length}.", nameof(id));
        }

        return StorableText.IsStorable(id)
            ? new RecordKey(kind, id)
            : throw new ArgumentException("A record's id holds no NUL and no half of a surrogate pair; this one does.", nameof(id));
    }

    /// <summary>Whether the left key comes first in the order in which batches are applied.</summary>
    public static bool operator <(RecordKey left, RecordKey right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left key comes last in the order in which batches are applied.</summary>
    public static bool operator >(RecordKey left, RecordKey right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left key comes first, or both are the same.</summary>
    public static bool operator <=(RecordKey left, RecordKey right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left key comes last, or both are the same.</summary>
    public static bool operator >=(RecordKey left, RecordKey right) => left.CompareTo(right) >= 0;

    /// <summary>By kind, then by id in ordinal order: the one order in which all adapters apply a batch.</summary>
    public int CompareTo(RecordKey other) =>
        Kind != other.Kind ? ((int)Kind).CompareTo((int)other.Kind) : string.CompareOrdinal(Id, other.Id);

    /// <summary>Kind and id, for messages.</summary>
    public override string ToString() => $"{Kind}:{Id}";
}

/// <summary>
/// What a record holds. The order of the members is the order in which a batch is applied, the same for every
/// writer, so that two writers cannot wait for each other in a circle.
/// </summary>
public enum RecordKind
{
    /// <summary>An input that was decided, under its identity, and the decision. Only inserted.</summary>
    Event = 0,

    /// <summary>What is known of a customer, as referrer and as referee. Replaced by version.</summary>
    Customer = 1,

    /// <summary>A referral code and whose it is. Replaced by version.</summary>
    Code = 2,

    /// <summary>A share: who, through which channel. Only inserted.</summary>
    Share = 3,

    /// <summary>A visitor's touches, and the customer once known. Replaced by version.</summary>
    Visitor = 4,

    /// <summary>A conversion with what it earned and what was refunded of it. Replaced by version.</summary>
    Conversion = 5,

    /// <summary>A granted reward and where it is in its life. Replaced by version.</summary>
    Reward = 6,

    /// <summary>What a customer holds in one unit, lot by lot. Replaced by version.</summary>
    Account = 7,

    /// <summary>A payout to a customer: what was set aside for it, and how far it is. Due for as long as it is on its way. Replaced by version.</summary>
    Payout = 8,

    /// <summary>A keyed hash of something that persons share, such as a payment card, and who showed it. Replaced by version.</summary>
    Signal = 9,

    /// <summary>What happened lately, entry by entry, for limits and tiers over a trailing time. Replaced by version.</summary>
    Activity = 10,

    /// <summary>Half of what joins a person to the surrogate that stands everywhere else. Replaced by version.</summary>
    Person = 11,

    /// <summary>A line of the double-entry ledger. Only inserted.</summary>
    Ledger = 12,

    /// <summary>A fact of the journal. Only inserted.</summary>
    Fact = 13,

    /// <summary>A message that waits for delivery. Inserted, and taken out again through <see cref="IOutboxStore"/>.</summary>
    Message = 14,

    /// <summary>A number that only grows and shrinks by bounded additions: caps, budgets, balances.</summary>
    Counter = 15,

    /// <summary>Which versions of the program have decided, and what each promised then. Replaced by version.</summary>
    ProgramVersions = 16,

    /// <summary>An idempotency key of the application, and the event that it leads to. Only inserted.</summary>
    Key = 17,

    /// <summary>What a customer used, out of which lots, and how much of it was given back. Replaced by version.</summary>
    Redemption = 18,

    /// <summary>A version of the program that was written in the product: a draft, or published. Replaced by version.</summary>
    Program = 19,
}

/// <summary>The grain of time in all stores: what SQLite and PostgreSQL keep alike.</summary>
internal static class Microseconds
{
    private const long TicksPerMicrosecond = 10;

    /// <summary>Cuts off what is finer than a microsecond, towards the past.</summary>
    internal static Instant Floor(Instant instant)
    {
        var ticks = instant.ToUnixTimeTicks();
        var rest = ticks % TicksPerMicrosecond;
        return Instant.FromUnixTimeTicks(ticks - (rest < 0 ? rest + TicksPerMicrosecond : rest));
    }

    /// <summary>As <see cref="Floor(Instant)"/>; <c>null</c> stays <c>null</c>.</summary>
    internal static Instant? Floor(Instant? instant) => instant is { } value ? Floor(value) : null;
}
