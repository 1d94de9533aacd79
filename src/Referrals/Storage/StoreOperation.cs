namespace Referrals.Storage;

/// <summary>One operation of a batch, with the condition under which it may be applied.</summary>
public sealed record StoreOperation
{
    private StoreOperation(StoreOperationKind kind, RecordKey key)
    {
        Kind = kind;
        Key = key;
    }

    /// <summary>What is done, and which of the other members count.</summary>
    public StoreOperationKind Kind { get; }

    /// <summary>The record.</summary>
    public RecordKey Key { get; }

    /// <summary>The new content of an insert or replace; otherwise <c>null</c>.</summary>
    public RecordContent? Content { get; private init; }

    /// <summary>The version that a replace or require must find; 0 means that the record must not exist.</summary>
    public long ExpectedVersion { get; private init; }

    /// <summary>The version that an inserted record has: 1, or for a record that is moved from another store the one that it had there.</summary>
    public long InitialVersion { get; private init; } = 1;

    /// <summary>What an addition adds to the counter; may be negative.</summary>
    public long Delta { get; private init; }

    /// <summary>The smallest result that an addition may have.</summary>
    public long Minimum { get; private init; } = long.MinValue;

    /// <summary>The largest result that an addition may have.</summary>
    public long Maximum { get; private init; } = long.MaxValue;

    /// <summary>Inserts a record; applied only if the key does not exist.</summary>
    /// <exception cref="ArgumentException">
    /// The key is a counter's: counters only know <see cref="Add"/>. Or a fact or ledger line comes without
    /// <see cref="RecordContent.Columns"/>, or another kind with them. Or a message comes without stream or due time, or
    /// another kind with a stream. Or one of these comes with labels.
    /// </exception>
    public static StoreOperation Insert(RecordKey key, RecordContent content) => Insert(key, content, version: 1);

    /// <summary>Inserts a record that is moved from another store, with the version that it had there.</summary>
    /// <exception cref="ArgumentException">As for an insert of a new record; or the kind is only ever inserted, and the version is not 1.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The version is below 1.</exception>
    public static StoreOperation Insert(RecordKey key, RecordContent content, long version)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        if (version > 1 && IsOnlyInserted(key.Kind))
        {
            throw new ArgumentException($"A record of kind {key.Kind} is never replaced, so its version is 1; this one is {version}.", nameof(version));
        }

        RefuseCounter(key);
        RefuseColumns(key, content);
        RefuseStream(key, content);
        RefuseLabels(key, content);
        return new StoreOperation(StoreOperationKind.Insert, key) { Content = content, InitialVersion = version };
    }

    /// <summary>Replaces a record; applied only if its version is the expected one, which then grows by one.</summary>
    /// <exception cref="ArgumentException">
    /// The kind is only ever inserted: events, shares, ledger lines, facts, messages; or it is a counter; or the content has columns or a stream.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The version is below 1.</exception>
    public static StoreOperation Replace(RecordKey key, long expectedVersion, RecordContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentOutOfRangeException.ThrowIfLessThan(expectedVersion, 1);
        RefuseCounter(key);
        if (IsOnlyInserted(key.Kind))
        {
            throw new ArgumentException($"A record of kind {key.Kind} is only inserted, never replaced.", nameof(key));
        }

        RefuseColumns(key, content);
        RefuseStream(key, content);
        RefuseLabels(key, content);
        return new StoreOperation(StoreOperationKind.Replace, key) { Content = content, ExpectedVersion = expectedVersion };
    }

    /// <summary>Changes nothing, but lets the batch through only if the record still has this version (0: still does not exist).</summary>
    /// <exception cref="ArgumentException">The key is a counter's or a message's: neither can be guarded.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The version is negative.</exception>
    public static StoreOperation Require(RecordKey key, long expectedVersion)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(expectedVersion);
        RefuseCounter(key);
        if (key.Kind == RecordKind.Message)
        {
            throw new ArgumentException($"A message is delivered at any time and cannot be guarded; {key} is one.", nameof(key));
        }

        return new StoreOperation(StoreOperationKind.Require, key) { ExpectedVersion = expectedVersion };
    }

    /// <summary>
    /// Adds to a counter, which counts as 0 before its first addition; applied only if the result stays within the bounds,
    /// both of which are still allowed. A result beyond <see cref="long"/> counts as out of bounds.
    /// </summary>
    /// <exception cref="ArgumentException">The key is no counter's, or the minimum is above the maximum.</exception>
    public static StoreOperation Add(RecordKey key, long delta, long minimum = long.MinValue, long maximum = long.MaxValue)
    {
        if (key.Id is null || key.Kind != RecordKind.Counter)
        {
            throw new ArgumentException($"Only a counter can be added to; {key} is none.", nameof(key));
        }

        return minimum > maximum
            ? throw new ArgumentException($"The minimum {minimum} is above the maximum {maximum}.", nameof(minimum))
            : new StoreOperation(StoreOperationKind.Add, key) { Delta = delta, Minimum = minimum, Maximum = maximum };
    }

    /// <summary>
    /// Takes personal content out of an event, a fact or a message: the value is written anew, and of a fact the segment column; everything
    /// else, version and position too, stays. Applied only if the record exists. Nothing but the erasure of a person does this.
    /// </summary>
    /// <exception cref="ArgumentException">The kind is none of the three, or the columns or the stream do not fit to it.</exception>
    public static StoreOperation Redact(RecordKey key, RecordContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (key.Id is null || key.Kind is not (RecordKind.Event or RecordKind.Fact or RecordKind.Message))
        {
            throw new ArgumentException($"Only events, facts and messages are redacted; {key} is none of them.", nameof(key));
        }

        RefuseColumns(key, content);
        RefuseStream(key, content);
        return new StoreOperation(StoreOperationKind.Redact, key) { Content = content };
    }

    private static bool IsOnlyInserted(RecordKind kind) =>
        kind is RecordKind.Event or RecordKind.Key or RecordKind.Share or RecordKind.Ledger or RecordKind.Fact or RecordKind.Message;

    private static void RefuseColumns(RecordKey key, RecordContent content)
    {
        var takesColumns = key.Kind is RecordKind.Fact or RecordKind.Ledger;
        if (takesColumns != content.Columns is not null)
        {
            throw new ArgumentException(
                takesColumns ? $"{key} is kept with typed columns; set RecordContent.Columns."
                    : $"Only facts and ledger lines have typed columns; leave RecordContent.Columns out for {key}.",
                nameof(content));
        }
    }

    private static void RefuseStream(RecordKey key, RecordContent content)
    {
        if (key.Kind == RecordKind.Message ? content.Stream is null || content.DueAt is null : content.Stream is not null)
        {
            throw new ArgumentException(
                key.Kind == RecordKind.Message ? $"{key} is delivered; set RecordContent.Stream and RecordContent.DueAt."
                    : $"Only messages have a stream; leave RecordContent.Stream out for {key}.",
                nameof(content));
        }
    }

    private static void RefuseLabels(RecordKey key, RecordContent content)
    {
        if (content.Labels is not { } labels)
        {
            return;
        }

        if (!LabelQuery.HasLabels(key.Kind))
        {
            throw new ArgumentException($"Facts, ledger lines and messages have no labels; leave RecordContent.Labels out for {key}.", nameof(content));
        }

        foreach (var text in (string?[])[labels.Owner, labels.Subject, labels.List])
        {
            if (text is not null && (text.Length is 0 or > RecordKey.MaxIdLength || !StorableText.IsStorable(text)))
            {
                throw new ArgumentException(
                    $"A label has 1 to {RecordKey.MaxIdLength} characters, no NUL and no half of a surrogate pair; one of {key} does not.", nameof(content));
            }
        }
    }

    private static void RefuseCounter(RecordKey key)
    {
        if (key.Id is null)
        {
            throw new ArgumentException("An operation requires a key that is not default.", nameof(key));
        }

        if (key.Kind == RecordKind.Counter)
        {
            throw new ArgumentException($"A counter is only added to; use StoreOperation.Add for {key}.", nameof(key));
        }
    }
}

/// <summary>What an operation of a batch does.</summary>
public enum StoreOperationKind
{
    /// <summary>Inserts a record that must not exist.</summary>
    Insert = 0,

    /// <summary>Replaces a record of an expected version.</summary>
    Replace = 1,

    /// <summary>Guards the batch: the record must still be as it was read.</summary>
    Require = 2,

    /// <summary>Adds to a counter within bounds.</summary>
    Add = 3,

    /// <summary>Writes less into an event, a fact or a message than was in it: for the erasure of a person. Position and version stay.</summary>
    Redact = 4,
}
