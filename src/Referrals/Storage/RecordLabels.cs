using System.Runtime.CompilerServices;

namespace Referrals.Storage;

/// <summary>
/// What a record can be found by besides its key, so that one person's records, or a work list, are found without reading all others. Texts of
/// up to <see cref="RecordKey.MaxIdLength"/> characters, compared ordinally; <c>null</c> for none.
/// </summary>
/// <remarks>
/// They follow from the record's content and change with it: a replace replaces them, a redaction leaves them. Set for records that are neither
/// facts nor ledger lines (those have <see cref="RecordColumns"/>), messages nor counters.
/// </remarks>
public sealed record RecordLabels
{
    /// <summary>Whose the record is: the customer of an input, conversion, code or payout, the owner of a reward, the referrer of a referral.</summary>
    public string? Owner { get; init; }

    /// <summary>What the record is about: the order of an input, the friend behind a reward, the batch of a payout.</summary>
    public string? Subject { get; init; }

    /// <summary>The work list in which the record stands, such as <c>held</c>.</summary>
    public string? List { get; init; }

    internal bool IsEmpty => Owner is null && Subject is null && List is null;

    internal string? Get(RecordLabel label) => label switch
    {
        RecordLabel.Owner => Owner,
        RecordLabel.Subject => Subject,
        _ => List,
    };
}

/// <summary>One of the labels that a record can be found by.</summary>
public enum RecordLabel
{
    /// <summary><see cref="RecordLabels.Owner"/>.</summary>
    Owner = 0,

    /// <summary><see cref="RecordLabels.Subject"/>.</summary>
    Subject = 1,

    /// <summary><see cref="RecordLabels.List"/>.</summary>
    List = 2,
}

/// <summary>A wish for the records of one kind that have a label: the latest first, but those of a work list the oldest first.</summary>
public sealed record LabelQuery
{
    private LabelQuery(RecordKind kind, RecordLabel label, string text)
    {
        Kind = kind;
        Label = label;
        Text = text;
        Beyond = label == RecordLabel.List ? 0 : long.MaxValue;
    }

    /// <summary>The kind of the records.</summary>
    public RecordKind Kind { get; }

    /// <summary>Which label.</summary>
    public RecordLabel Label { get; }

    /// <summary>What the label says; compared ordinally.</summary>
    public string Text { get; }

    /// <summary>
    /// The position of the last record that is known already, which the answer begins after: only lower positions, or for a work list only higher ones.
    /// At first <see cref="long.MaxValue"/>, or 0 for a work list.
    /// </summary>
    public long Beyond { get; private init; }

    /// <summary>At most so many records; <see cref="int.MaxValue"/> is the default and means all.</summary>
    public int Limit { get; private init; } = int.MaxValue;

    /// <summary>Whether the records come in ascending order of position: those of a work list do.</summary>
    public bool IsAscending => Label == RecordLabel.List;

    /// <summary>The records of an owner, the latest position first.</summary>
    /// <exception cref="ArgumentException">The text is empty, or the kind has no labels.</exception>
    public static LabelQuery OfOwner(RecordKind kind, string owner) => Of(kind, RecordLabel.Owner, owner);

    /// <summary>The records about a subject, the latest position first.</summary>
    /// <exception cref="ArgumentException">The text is empty, or the kind has no labels.</exception>
    public static LabelQuery OfSubject(RecordKind kind, string subject) => Of(kind, RecordLabel.Subject, subject);

    /// <summary>The records of a work list, the lowest position first.</summary>
    /// <exception cref="ArgumentException">The text is empty, or the kind has no labels.</exception>
    public static LabelQuery InList(RecordKind kind, string list) => Of(kind, RecordLabel.List, list);

    /// <summary>The same wish, for the records after one that is known already.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The position is negative.</exception>
    public LabelQuery After(long position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        return this with { Beyond = position };
    }

    /// <summary>The same wish, cut after so many records.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
    public LabelQuery Take(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return this with { Limit = limit };
    }

    /// <summary>Whether records of a kind can have labels.</summary>
    internal static bool HasLabels(RecordKind kind) =>
        kind is not (RecordKind.Fact or RecordKind.Ledger or RecordKind.Message or RecordKind.Counter);

    private static LabelQuery Of(RecordKind kind, RecordLabel label, string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return HasLabels(kind)
            ? new LabelQuery(kind, label, text)
            : throw new ArgumentException($"Records of kind {kind} have no labels; facts and ledger lines have typed columns.", nameof(kind));
    }
}

/// <summary>
/// The ability of a store to find records by their labels through an index: what one person's page and a team's work lists are read by. A store
/// that has it implements it beside <see cref="IReferralStore"/> and gives <see cref="RecordContent.Labels"/> back; for any other, such a page
/// reads all records of the kind.
/// </summary>
/// <remarks>The cost of an answer depends on its length and not on how much the store holds.</remarks>
public interface ILabelSource
{
    /// <summary>The records that have a label, in the order of the query. Sees every batch whose commit was answered before the call.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="query">The kind, the label, where to begin and how many.</param>
    /// <param name="cancellationToken">Ends the enumeration early.</param>
    IAsyncEnumerable<StoredRecord> FindAsync(Partition partition, LabelQuery query, CancellationToken cancellationToken);
}

/// <summary>Records by label: asked of the store where it can tell, else picked out of all records of the kind.</summary>
internal static class LabelScan
{
    internal static IAsyncEnumerable<StoredRecord> FindAsync(
        IReferralStore store,
        Func<RecordKind, ReadOnlyMemory<byte>, RecordLabels?> labels,
        Partition partition,
        LabelQuery query,
        CancellationToken cancellationToken) => store is ILabelSource source
        ? source.FindAsync(partition, query, cancellationToken)
        : PickAsync(store, labels, partition, query, cancellationToken);

    private static async IAsyncEnumerable<StoredRecord> PickAsync(
        IReferralStore store,
        Func<RecordKind, ReadOnlyMemory<byte>, RecordLabels?> labels,
        Partition partition,
        LabelQuery query,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var range = query.IsAscending ? ScanRange.After(query.Beyond) : ScanRange.All;
        var found = new List<StoredRecord>();
        await foreach (var record in store.ScanAsync(partition, query.Kind, range, cancellationToken).ConfigureAwait(false))
        {
            if (!query.IsAscending && record.Position >= query.Beyond)
            {
                break;
            }

            if (string.Equals(labels(query.Kind, record.Content.Value)?.Get(query.Label), query.Text, StringComparison.Ordinal))
            {
                found.Add(record);
                if (query.IsAscending && found.Count == query.Limit)
                {
                    break;
                }
            }
        }

        if (!query.IsAscending)
        {
            found.Reverse();
        }

        foreach (var record in found.Take(query.Limit))
        {
            yield return record;
        }
    }
}
