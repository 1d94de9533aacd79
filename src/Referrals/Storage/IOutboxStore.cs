namespace Referrals.Storage;

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
