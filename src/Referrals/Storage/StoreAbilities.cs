using NodaTime;

namespace Referrals.Storage;

/// <summary>
/// The ability of a store to find what concerns one customer without reading what concerns all others. A store that has it implements it
/// beside <see cref="IReferralStore"/>; for any other, statements and views of participants read the whole partition.
/// </summary>
/// <remarks>Customers are those of <see cref="RecordColumns.Customer"/> and <see cref="RecordColumns.Referrer"/>, compared ordinally.</remarks>
public interface ICustomerSource
{
    /// <summary>The ledger lines whose <see cref="RecordColumns.Customer"/> is the customer; the latest position first.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="customer">The customer, as the records name them.</param>
    /// <param name="cancellationToken">Ends the enumeration early.</param>
    IAsyncEnumerable<StoredRecord> LinesOfAsync(Partition partition, CustomerId customer, CancellationToken cancellationToken);

    /// <summary>
    /// The facts that tell what did not count: those of the types <see cref="FactKind.ReferralRefused"/>,
    /// <see cref="FactKind.ConversionNotRewarded"/> and <see cref="FactKind.RewardReviewed"/> whose <see cref="RecordColumns.Customer"/> or
    /// <see cref="RecordColumns.Referrer"/> is the customer, each once; the latest position first.
    /// </summary>
    /// <param name="partition">The partition.</param>
    /// <param name="customer">The customer, as the records name them.</param>
    /// <param name="cancellationToken">Ends the enumeration early.</param>
    IAsyncEnumerable<StoredRecord> RefusalsOfAsync(Partition partition, CustomerId customer, CancellationToken cancellationToken);
}

/// <summary>
/// The ability of a store to hand out messages for delivery: each at least once, in the order of its stream, to any number of
/// instances. A store that has it implements it beside <see cref="IReferralStore"/>; without it a program cannot publish events.
/// </summary>
/// <remarks>
/// A message is inserted by a commit, like any record, with <see cref="RecordContent.Stream"/> and
/// <see cref="RecordContent.DueAt"/>. It waits until it is delivered or set aside. <see cref="IReferralStore.ScanAsync"/> gives all
/// that are there, those set aside too, by position; those set aside have no due time.
/// </remarks>
public interface IOutboxStore
{
    /// <summary>
    /// Hands out messages that are due, and keeps them from all others until the lease ends. Only the first message of a
    /// stream is ever handed out: while it waits, is leased, or is to be tried again later, those behind it wait. A message
    /// that is set aside holds nobody up.
    /// </summary>
    /// <remarks>
    /// Two calls at once, from any instances, never give the same message. Each lease raises the message's version by one: the
    /// version less one is the number of its leases, and shows to <see cref="SettleAsync"/> that the lease is still the last one.
    /// </remarks>
    /// <param name="partition">The partition.</param>
    /// <param name="lease">What counts as due, how long the lease lasts, and how many messages at most.</param>
    /// <param name="cancellationToken">Ends the call early; what was leased by it is due again when the lease ends.</param>
    /// <returns>The messages as they are now, in any order, no two of one stream; empty where none is due.</returns>
    ValueTask<IReadOnlyList<StoredRecord>> LeaseAsync(Partition partition, OutboxLease lease, CancellationToken cancellationToken);

    /// <summary>Says what became of a message. It is durable before the answer.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="message">The message as it was leased or scanned.</param>
    /// <param name="settlement">Delivered, to be tried again, or set aside.</param>
    /// <param name="cancellationToken">Cancelled before the change: nothing is changed. After it: the outcome is unknown to the caller.</param>
    /// <returns><c>false</c> if the message is gone or has been leased anew since; nothing was changed then.</returns>
    ValueTask<bool> SettleAsync(
        Partition partition, StoredRecord message, OutboxSettlement settlement, CancellationToken cancellationToken);
}

/// <summary>
/// The ability of a store to keep open what a decision needs from its first load to its commit, such as a connection. Without it each
/// call fetches a connection for itself, which on a pooled one costs more than most statements. A store that has it implements it
/// beside <see cref="IReferralStore"/>.
/// </summary>
public interface ISessionStore
{
    /// <summary>
    /// Begins a session, which lasts until it is disposed. It is no transaction: what is loaded and committed in it is exactly as without it.
    /// </summary>
    /// <param name="cancellationToken">Ends the call early; then there is no session.</param>
    ValueTask<IAsyncDisposable> OpenSessionAsync(CancellationToken cancellationToken);
}

/// <summary>
/// The ability of a store to commit many batches together: all or none of them. Imports use it, since most of what a small commit costs is the commit.
/// A store that has it implements it beside <see cref="IReferralStore"/>; for any other, many inputs are committed one by one.
/// </summary>
public interface IBulkStore
{
    /// <summary>
    /// Commits batches in their order, each on what the ones before it have left, as <see cref="IReferralStore.CommitAsync"/> would one after the
    /// other; but if one of them is not committed, none is.
    /// </summary>
    /// <param name="batches">The batches, all of one partition.</param>
    /// <param name="cancellationToken">Token to cancel the operation; nothing is stored then.</param>
    /// <returns>Committed; or what became of the first batch that could not be committed, and then nothing was stored.</returns>
    ValueTask<CommitOutcome> CommitAllAsync(IReadOnlyList<CommitBatch> batches, CancellationToken cancellationToken);
}

/// <summary>The session of a store that keeps nothing open.</summary>
internal sealed class NoSession : IAsyncDisposable
{
    internal static NoSession Instance { get; } = new();

    /// <summary>A session of the store, or none if it knows none.</summary>
    internal static ValueTask<IAsyncDisposable> OrOfAsync(IReferralStore store, CancellationToken cancellationToken) => store is ISessionStore sessions
        ? sessions.OpenSessionAsync(cancellationToken)
        : new ValueTask<IAsyncDisposable>(Instance);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>A wish for messages: due by when, leased until when, how many.</summary>
public sealed record OutboxLease
{
    private OutboxLease(Instant now, Instant until, int limit)
    {
        Now = Microseconds.Floor(now);
        Until = Microseconds.Floor(until);
        Limit = limit;
    }

    /// <summary>Messages whose due time is not later are due.</summary>
    public Instant Now { get; }

    /// <summary>When they are due again, unless they are settled by then.</summary>
    public Instant Until { get; }

    /// <summary>At most so many messages.</summary>
    public int Limit { get; }

    /// <summary>Makes a lease.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It does not last at least a microsecond, or the limit is below 1.</exception>
    public static OutboxLease Of(Instant now, Duration time, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, Duration.FromTicks(10));
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return new OutboxLease(now, now + time, limit);
    }
}

/// <summary>What became of a message.</summary>
public sealed record OutboxSettlement
{
    private OutboxSettlement(bool isDelivered, Instant? retryAt)
    {
        IsDelivered = isDelivered;
        RetryAt = Microseconds.Floor(retryAt);
    }

    /// <summary>It was delivered, and is removed.</summary>
    public static OutboxSettlement Delivered { get; } = new(true, null);

    /// <summary>It could not be delivered and is kept, but no longer tried, and no longer in the way of those behind it.</summary>
    public static OutboxSettlement SetAside { get; } = new(false, null);

    /// <summary>Whether it is removed.</summary>
    public bool IsDelivered { get; }

    /// <summary>When it is due again; <c>null</c> for never.</summary>
    public Instant? RetryAt { get; }

    /// <summary>It is due again at an instant. This also brings back a message that was set aside, in its old place.</summary>
    public static OutboxSettlement Retry(Instant at) => new(false, at);
}
