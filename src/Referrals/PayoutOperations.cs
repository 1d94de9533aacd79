using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using NodaTime;
using Referrals.Ledger;
using Referrals.Pipeline;
using Referrals.Serialization;
using Referrals.Storage;

namespace Referrals;

/// <summary>Paying out what customers have earned: who is due, what is on its way, what has arrived, failed or come back.</summary>
/// <remarks>
/// What is to be sent is what <see cref="ListOpenAsync"/> reads, never what a start answers: a worker that dies after a start leaves the payout
/// on the list, and a worker that starts what another has started gets no second one. Any number of workers may run the same loop at once.
/// </remarks>
/// <example><code>
/// await referrals.Payouts.StartAsync("2026-03", euro);                    // as often as you like, from any worker
/// await foreach (var payout in referrals.Payouts.ListOpenAsync())
/// {
///     var sent = await bank.SendAsync(key: payout.Id.Value, payout.Customer, payout.ToSend);
///     _ = sent.Arrived ? await referrals.Payouts.ConfirmAsync(payout.Id)
///         : sent.Refused ? await referrals.Payouts.FailAsync(payout.Id, sent.Reason)
///         : null;                                                         // not known yet: it stays on the list
/// }
/// </code></example>
public sealed class PayoutOperations
{
    private const int Page = 500;

    /// <summary>Later than any payout was started.</summary>
    private static readonly Instant End = Instant.FromUtc(9999, 12, 31, 0, 0);

    private readonly EngineScope _scope;

    internal PayoutOperations(EngineScope scope) => _scope = scope;

    /// <summary>Starts a payout of all that is available to everybody who is due one.</summary>
    /// <remarks>
    /// It reads every account of the program once. Start the same batch again after a crash, or when some payouts have failed: what is on its way
    /// is not started again, what has failed is, and who was not due at first is if they are by now.
    /// </remarks>
    /// <param name="batch">The application's name of the batch, such as <c>2026-03</c>: 1 to 128 characters.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="earnedBefore">The end of the period that the batch pays: what was earned later is carried over; <c>null</c> pays all.</param>
    /// <param name="cancellationToken">Ends the call early; what was started by then stays so.</param>
    /// <returns>How many payouts this call has started, and why others were not: figures, not a list of what to send.</returns>
    /// <exception cref="ArgumentException">The batch is empty or too long, or the unit is <c>default</c>.</exception>
    public async ValueTask<PayoutRun> StartAsync(
        string batch, Unit unit, Instant? earnedBefore = null, CancellationToken cancellationToken = default)
    {
        _ = InputText.Check(batch);
        var total = Amount.Zero(InputText.Check(unit));

        // Who is due is who is due now, whether or not the timer has run.
        var passing = new TimePassing(_scope.Store, _scope.Partition, input => _scope.DecideAsync(input, cancellationToken), _scope.Logger);
        _ = await passing.RunAsync(_scope.Clock.GetCurrentInstant().ToMicroseconds(), cancellationToken).ConfigureAwait(false);
        var started = 0;
        var reasons = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var errors = new List<ReferralsException>();
        await foreach (var (stored, due) in DueAsync(unit, earnedBefore, cancellationToken).ConfigureAwait(false))
        {
            var reason = due.Reason;
            if (reason is null)
            {
                try
                {
                    var start = PayoutStart.Of(batch, stored, unit) with { EarnedBefore = earnedBefore?.ToMicroseconds() };
                    var decision = await _scope.DecideAsync(start, cancellationToken).ConfigureAwait(false);
                    reason = decision.IsAccepted ? null : decision.Code;
                    started += decision.IsAccepted ? 1 : 0;
                    total += decision.IsAccepted ? decision.Facts[0].Amount!.Value : Amount.Zero(unit);
                }
                catch (ReferralsException exception)
                {
                    // Nothing was stored for this one; the others need not wait for it.
                    errors.Add(exception);
                    continue;
                }
            }

            if (reason is not null)
            {
                reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
            }
        }

        return new PayoutRun(batch, started, total, reasons.AsReadOnly(), errors.AsReadOnly());
    }

    /// <summary>Starts one payout: to one customer, of all that is available or of a part.</summary>
    /// <returns>
    /// The decision, which says why where no payout was started: the customer is unknown, nothing is due, it is on hold, below the minimum or in
    /// another unit. <see cref="Decision.Subject"/> is the payout; a payout on its way in the batch is named and not started again.
    /// </returns>
    public ValueTask<Decision> StartAsync(PayoutStart start, CancellationToken cancellationToken = default) =>
        _scope.SubmitAsync(start, cancellationToken);

    /// <summary>Records that the money of a payout has arrived. Told again, it gives the same answer.</summary>
    public ValueTask<Decision> ConfirmAsync(PayoutId payout, CancellationToken cancellationToken = default) =>
        ConfirmAsync(PayoutConfirmation.Of(payout), cancellationToken);

    /// <summary>Records that the money of a payout has arrived, at a time or under a key of the application's own.</summary>
    public ValueTask<Decision> ConfirmAsync(
        PayoutConfirmation confirmation, CancellationToken cancellationToken = default) =>
        _scope.SubmitAsync(confirmation, cancellationToken);

    /// <summary>
    /// Records that a payout has failed for good: the bank will never execute it under this id. The amount is available again, and the next start
    /// of the batch pays it under another id. Do not call it for a transfer whose outcome is not known.
    /// </summary>
    /// <param name="payout">The payout.</param>
    /// <param name="reason">Why, for the operator: 1 to 128 characters.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    public ValueTask<Decision> FailAsync(
        PayoutId payout, string reason, CancellationToken cancellationToken = default) =>
        FailAsync(PayoutFailure.Of(payout, reason), cancellationToken);

    /// <summary>Records that a payout has failed for good, at a time or under a key of the application's own.</summary>
    public ValueTask<Decision> FailAsync(PayoutFailure failure, CancellationToken cancellationToken = default) =>
        _scope.SubmitAsync(failure, cancellationToken);

    /// <summary>Records that the money of a payout that was confirmed has come back from the bank; the amount is available again.</summary>
    /// <remarks>A fee that the customer bore is lost, unless the program's rule says <see cref="PayoutRule.GivingFeeBack"/>.</remarks>
    /// <param name="payout">The payout.</param>
    /// <param name="reason">Why, for the operator: 1 to 128 characters.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    public ValueTask<Decision> ReturnAsync(
        PayoutId payout, string reason, CancellationToken cancellationToken = default) =>
        ReturnAsync(PayoutReturn.Of(payout, reason), cancellationToken);

    /// <summary>Records that the money of a payout has come back, at a time or under a key of the application's own.</summary>
    public ValueTask<Decision> ReturnAsync(PayoutReturn returned, CancellationToken cancellationToken = default) =>
        _scope.SubmitAsync(returned, cancellationToken);

    /// <summary>What is on its way: every payout that was started and neither confirmed nor failed, the oldest first. The work list.</summary>
    /// <remarks>
    /// It reads the index of what is open and nothing else, page by page; payouts may be confirmed while it runs. Two workers that read it at once
    /// read the same payouts: what makes them pay once is that <see cref="Payout.Id"/> is the idempotency key of the transfer.
    /// </remarks>
    public async IAsyncEnumerable<Payout> ListOpenAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var open = _scope.Store.ScanAsync(_scope.Partition, RecordKind.Payout, ScanRange.DueUntil(End), cancellationToken);
        await foreach (var page in open.Chunk(Page).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            var payouts = page.Select(static record => (PayoutState)RecordJson.Read(RecordKind.Payout, record.Content.Value)).ToArray();
            var persons = await PersonsAsync(payouts.Select(static payout => payout.Owner), cancellationToken).ConfigureAwait(false);
            foreach (var payout in payouts)
            {
                yield return Payout.Of(payout, persons);
            }
        }
    }

    /// <summary>One payout, whether it is on its way or has ended; <c>null</c> if the program has none of this id.</summary>
    /// <exception cref="ArgumentException">The payout is <c>default</c>.</exception>
    public async ValueTask<Payout?> FindAsync(PayoutId payout, CancellationToken cancellationToken = default)
    {
        var key = StateKeys.Payout(InputText.Check(payout));
        var snapshot = await _scope.Store.LoadAsync(_scope.Partition, [key], cancellationToken).ConfigureAwait(false);
        if (snapshot.Find(key) is not { } record)
        {
            return null;
        }

        var state = (PayoutState)RecordJson.Read(RecordKind.Payout, record.Content.Value);
        return Payout.Of(state, await PersonsAsync([state.Owner], cancellationToken).ConfigureAwait(false));
    }

    /// <summary>What each customer is due in a unit now, and why who is not paid is not.</summary>
    /// <remarks>
    /// It reads every account of the program once, in no particular order, as it is once what is due by now has happened. Whose rewards are all
    /// still held or in review for the first time has no account yet: <see cref="StartAsync(PayoutStart, CancellationToken)"/> tells about one
    /// customer. Who was erased is left out: nobody knows any more whom to pay.
    /// </remarks>
    /// <exception cref="ArgumentException">The unit is <c>default</c>.</exception>
    public async IAsyncEnumerable<PayoutDue> ListDueAsync(
        Unit unit, Instant? earnedBefore = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var (_, due) in DueAsync(InputText.Check(unit), earnedBefore, cancellationToken).ConfigureAwait(false))
        {
            yield return due;
        }
    }

    /// <summary>What each account is due, under the person's own id, and the name under which the account is stored.</summary>
    private async IAsyncEnumerable<(CustomerId Stored, PayoutDue Due)> DueAsync(
        Unit unit, Instant? earnedBefore, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _scope.FollowAsync(cancellationToken).ConfigureAwait(false);
        var (partition, rules, now) = (_scope.Partition, _scope.Decider.Program, _scope.Clock.GetCurrentInstant().ToMicroseconds());
        var overdue = await _scope.OverdueAsync(static _ => true, now, cancellationToken).ConfigureAwait(false);
        var changed = overdue.State.Entries.Values.Select(static entry => entry.Value).OfType<AccountState>()
            .Where(account => account.Unit == unit).ToDictionary(static account => account.Owner);
        var accounts = _scope.Store.ScanAsync(partition, RecordKind.Account, ScanRange.All, cancellationToken)
            .Select(static record => (AccountState)RecordJson.Read(RecordKind.Account, record.Content.Value))
            .Where(account => account.Unit == unit)
            .Select(account => changed.Remove(account.Owner, out var current) ? current : account)
            .Concat(Remaining());
        var vested = overdue.Lines.Where(line => line.Account == LedgerAccount.Pending && line.Amount.Unit == unit && line.Owner is not null)
            .GroupBy(static line => line.Owner!.Value)
            .ToDictionary(static lines => lines.Key, static lines => lines.Sum(static line => line.Amount.MinorUnits));
        await foreach (var page in accounts.Chunk(Page).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            var pending = page.Select(account => StateKeys.Balance(LedgerAccount.Pending, unit, account.Owner)).ToArray();
            var snapshot = await _scope.Store.LoadAsync(partition, pending, cancellationToken).ConfigureAwait(false);
            var persons = await PersonsAsync(page.Select(static account => account.Owner), cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < page.Length; i++)
            {
                if (persons.TryGetValue(page[i].Owner, out var person))
                {
                    var held = Amount.FromMinorUnits(checked((snapshot.Find(pending[i])?.Number ?? 0) + vested.GetValueOrDefault(page[i].Owner)), unit);
                    var due = PayoutDecider.Due(page[i], rules, now, earnedBefore?.ToMicroseconds()) with { Customer = person, Pending = held };
                    var isHeld = due.Reason == DecisionCodes.PayoutNothingDue && !held.IsZero;
                    yield return (page[i].Owner, isHeld ? due with { Reason = DecisionCodes.PayoutOnHold } : due);
                }
            }
        }

        // Accounts that come to be only by what is due already; asked once the stored ones have been read.
        async IAsyncEnumerable<AccountState> Remaining()
        {
            foreach (var account in changed.Values)
            {
                yield return account;
            }

            await ValueTask.CompletedTask.ConfigureAwait(false);
        }
    }

    private ValueTask<IReadOnlyDictionary<CustomerId, CustomerId>> PersonsAsync(
        IEnumerable<CustomerId> stored, CancellationToken cancellationToken) =>
        _scope.PersonsOfAsync(stored.ToHashSet(), cancellationToken);
}

/// <summary>A payout as it stands: on its way, or how it has ended.</summary>
public sealed record Payout
{
    private Payout()
    {
    }

    /// <summary>The payout's id: the idempotency key of the transfer, and the name under which its outcome is reported.</summary>
    public required PayoutId Id { get; init; }

    /// <summary>The application's name of the batch.</summary>
    public required string Batch { get; init; }

    /// <summary>Which payout of its batch to the customer it is, from 1: one that is tried again after it has failed is the next.</summary>
    public required int Attempt { get; init; }

    /// <summary>Who is paid; <c>null</c> for a person who was erased meanwhile. Such a payout can be confirmed or failed like any other.</summary>
    public required CustomerId? Customer { get; init; }

    /// <summary>What is set aside, the customer's part of the fee included.</summary>
    public required Amount Amount { get; init; }

    /// <summary>The fee, whoever bears it; zero for none.</summary>
    public required Amount Fee { get; init; }

    /// <summary>What the customer gets: the amount of the transfer.</summary>
    public required Amount ToSend { get; init; }

    /// <summary>How far it is.</summary>
    public required PayoutStatus Status { get; init; }

    /// <summary>Since when it is on its way.</summary>
    [JsonConverter(typeof(InstantJsonConverter))]
    public required Instant StartedAt { get; init; }

    /// <summary>When it arrived, has failed or came back, whichever was last; <c>null</c> for one on its way.</summary>
    [JsonConverter(typeof(OptionalInstantJsonConverter))]
    public required Instant? EndedAt { get; init; }

    /// <summary>Why it failed or came back; else <c>null</c>.</summary>
    public required string? Reason { get; init; }

    internal static Payout Of(PayoutState state, IReadOnlyDictionary<CustomerId, CustomerId> persons) => new()
    {
        Id = state.Id,
        Batch = state.Batch,
        Attempt = state.Attempt,
        Customer = persons.TryGetValue(state.Owner, out var person) ? person : null,
        Amount = Amount.FromMinorUnits(state.Total, state.Unit),
        Fee = Amount.FromMinorUnits(state.Fee, state.Unit),
        ToSend = Amount.FromMinorUnits(state.Total - state.OwnFee, state.Unit),
        Status = state.Status,
        StartedAt = state.StartedAt,
        EndedAt = state.EndedAt,
        Reason = state.Reason,
    };
}

/// <summary>What the start of a batch of payouts came to. It is no list of what to send: that is what is open.</summary>
public sealed record PayoutRun
{
    internal PayoutRun(
        string batch, int started, Amount total, IReadOnlyDictionary<string, int> notStarted, IReadOnlyList<ReferralsException> errors)
    {
        Batch = batch;
        Started = started;
        Total = total;
        NotStarted = notStarted.ToValueMap();
        Errors = errors.ToValueList();
    }

    /// <summary>The application's name of the batch.</summary>
    public string Batch { get; }

    /// <summary>How many payouts this call has started.</summary>
    public int Started { get; }

    /// <summary>What this call has set aside.</summary>
    public Amount Total { get; }

    /// <summary>How many customers were not paid, by the code of the reason, such as <c>payout.below_minimum</c>. Their amounts are carried over.</summary>
    public IReadOnlyDictionary<string, int> NotStarted { get; }

    /// <summary>The errors of payouts that could not be started because others were faster too many times; start the batch again. Empty for none.</summary>
    public IReadOnlyList<ReferralsException> Errors { get; }
}
