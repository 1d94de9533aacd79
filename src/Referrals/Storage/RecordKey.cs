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
