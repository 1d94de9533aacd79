using NodaTime;
using Referrals.Deciding;
using Referrals.Deciding.Accounts;
using Referrals.Deciding.Participation;
using Referrals.Ledger;
using Referrals.Ledger.Statements;
using Referrals.Pipeline;
using Referrals.Serialization;
using Referrals.State;
using Referrals.State.Accounts;
using Referrals.Storage;

namespace Referrals;

/// <content>What customers own: balances, redemptions, payouts.</content>
public sealed partial class ReferralEngine
{
    /// <summary>Records that somebody has decided about a reward in review.</summary>
    public ValueTask<Decision> ReviewAsync(
        RewardReview review, ProgramId program = default, CancellationToken cancellationToken = default) =>
        SubmitAsync(review, program, cancellationToken);

    /// <summary>Uses a customer's rewards, the oldest first.</summary>
    public ValueTask<Decision> RedeemAsync(
        Redemption redemption, ProgramId program = default, CancellationToken cancellationToken = default) =>
        SubmitAsync(redemption, program, cancellationToken);

    /// <summary>Starts a payout, or records that it was confirmed or has failed.</summary>
    public ValueTask<Decision> PayOutAsync(Payout payout, ProgramId program = default, CancellationToken cancellationToken = default) =>
        SubmitAsync(payout, program, cancellationToken);

    /// <summary>What a customer holds now, one balance for each unit that the program gives; zero where nothing was earned.</summary>
    /// <remarks>
    /// It is what can be used now: holds that are over and rewards that have expired count as <see cref="AdvanceAsync"/> would leave them, whether or
    /// not the timer has run.
    /// </remarks>
    public async ValueTask<IReadOnlyList<Balance>> BalancesAsync(
        CustomerId customer, ProgramId program = default, CancellationToken cancellationToken = default)
    {
        customer = await NameOfAsync(customer, program, cancellationToken).ConfigureAwait(false);
        var units = _programs.Find(program).Programs.Units.ToArray();
        var keys = units
            .SelectMany(unit => LedgerAccounts.Counted.Select(account => StateKeys.Balance(account, unit, customer)))
            .ToArray();
        var snapshot = await _store.LoadAsync(PartitionOf(program), keys, cancellationToken).ConfigureAwait(false);
        var overdue = await OverdueAsync(customer, _clock.GetCurrentInstant(), program, cancellationToken).ConfigureAwait(false);
        return [.. units.Select(unit => new Balance(
            Read(LedgerAccount.Pending, unit),
            Read(LedgerAccount.Available, unit),
            Read(LedgerAccount.InPayout, unit),
            -Read(LedgerAccount.Owed, unit)))];

        Amount Read(LedgerAccount account, Unit unit) =>
            Amount.FromMinorUnits(
                checked((snapshot.Find(StateKeys.Balance(account, unit, customer))?.Number ?? 0) + overdue.Lines
                    .Where(line => line.Owner == customer && line.Account == account && line.Amount.Unit == unit)
                    .Sum(static line => line.Amount.MinorUnits)),
                unit);
    }

    /// <summary>What the passing of time would do by an instant to what a customer owns.</summary>
    private ValueTask<OverdueReading> OverdueAsync(
        CustomerId customer, Instant until, ProgramId program, CancellationToken cancellationToken) => OverdueReading.RunAsync(
            _store,
            PartitionOf(program),
            _programs.Find(program),
            DueWork.ConcerningOwner(customer),
            until.ToMicroseconds(),
            cancellationToken);

    /// <summary>What a customer held at an instant, as a fold of the ledger by when its lines took effect.</summary>
    /// <remarks>
    /// It is what is known now about then: a refund that was reported late counts from when it happened. It reads the customer's part of the
    /// ledger, or all of it where the store is no <see cref="ICustomerSource"/>; for the present, the other form answers from kept balances.
    /// </remarks>
    /// <param name="customer">Whose balances.</param>
    /// <param name="asOf">The instant; what took effect exactly then is contained.</param>
    /// <param name="program">The program; may be left out where there is only one.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    public async ValueTask<IReadOnlyList<Balance>> BalancesAsync(
        CustomerId customer, Instant asOf, ProgramId program = default, CancellationToken cancellationToken = default)
    {
        customer = await NameOfAsync(customer, program, cancellationToken).ConfigureAwait(false);
        var lines = await LinesOfAsync(customer, asOf, program, cancellationToken).ConfigureAwait(false);
        return [.. _programs.Find(program).Programs.Units.Select(unit => LedgerBalance.At(lines, customer, unit, asOf))];
    }

    /// <summary>A customer's statement: opening balance, what happened, closing balance.</summary>
    /// <remarks>It reads the customer's part of the ledger, or all of it where the store is no <see cref="ICustomerSource"/>.</remarks>
    /// <param name="customer">Whose statement.</param>
    /// <param name="from">The first instant that it tells about.</param>
    /// <param name="until">The first instant that it does not tell about.</param>
    /// <param name="program">The program; may be left out where there is only one.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <exception cref="ArgumentException">The end is before the start, or the customer is <c>default</c>.</exception>
    public async ValueTask<Statement> StatementAsync(
        CustomerId customer, Instant from, Instant until, ProgramId program = default, CancellationToken cancellationToken = default)
    {
        var stored = await NameOfAsync(customer, program, cancellationToken).ConfigureAwait(false);
        var lines = await LinesOfAsync(stored, Instant.Min(until, _clock.GetCurrentInstant()), program, cancellationToken).ConfigureAwait(false);
        return Statement.Of(lines, stored, from, until) with { Customer = customer };
    }

    /// <summary>What a participant may see: holdings, what is pending and until when, what expires, and what was refused and why.</summary>
    /// <remarks>
    /// It reads what concerns the customer. Where the store is no <see cref="ICustomerSource"/> it reads the ledger and the journal of the program
    /// once: then keep the answer for a while.
    /// </remarks>
    public async ValueTask<ParticipantView> ParticipantAsync(
        CustomerId customer, ProgramId program = default, CancellationToken cancellationToken = default)
    {
        var stored = await NameOfAsync(customer, program, cancellationToken).ConfigureAwait(false);
        var overdue = await OverdueAsync(stored, _clock.GetCurrentInstant(), program, cancellationToken).ConfigureAwait(false);
        var lines = await StoredLinesOfAsync(stored, program, cancellationToken).ConfigureAwait(false);
        lines.AddRange(overdue.Lines);
        var rewards = lines.Where(static line => line.Reward is not null).Select(static line => StateKeys.Reward(line.Reward!.Value));
        var accounts = lines.Where(line => line.Owner == stored).Select(line => StateKeys.Account(line.Amount.Unit, stored));
        await LoadAsync(overdue.State, rewards.Concat(accounts), cancellationToken).ConfigureAwait(false);
        var waiting = overdue.State.Entries.Values.Select(static entry => entry.Value).OfType<RewardState>()
            .Where(static reward => reward.WaitsForReferral).Select(static reward => StateKeys.Customer(reward.Referee));
        await LoadAsync(overdue.State, [.. waiting], cancellationToken).ConfigureAwait(false);
        var refusals = await RefusalsOfAsync(stored, program, cancellationToken).ConfigureAwait(false);
        var view = ParticipantView.Of(_programs.Find(program).Program, overdue.State.Known, lines, refusals, stored);
        return view with { Customer = customer };
    }

    /// <summary>Who is due a payout of a unit now, the largest amount first. It reads every account of the program once.</summary>
    /// <remarks>An erased person is due nothing: nobody knows any more whom to pay.</remarks>
    /// <exception cref="ArgumentException">The unit is <c>default</c>.</exception>
    public async ValueTask<IReadOnlyList<PayoutDue>> PayoutsDueAsync(
        Unit unit, ProgramId program = default, CancellationToken cancellationToken = default)
    {
        var due = await StoredPayoutsDueAsync(unit, program, cancellationToken).ConfigureAwait(false);
        return [.. due.Select(static one => new PayoutDue(one.Person, one.Due.Amount, one.Due.Fee))];
    }

    /// <summary>Starts a payout of a unit to everybody who is due one. Starting the same batch again starts nothing twice.</summary>
    /// <param name="batch">The host's name of the batch: 1 to 128 characters.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="program">The program; may be left out where there is only one.</param>
    /// <param name="cancellationToken">Ends the call early; what was started by then stays so.</param>
    /// <returns>One decision for each customer who was due.</returns>
    public async ValueTask<IReadOnlyList<Decision>> StartPayoutsAsync(
        string batch, Unit unit, ProgramId program = default, CancellationToken cancellationToken = default)
    {
        var decisions = new List<Decision>();
        foreach (var (_, due) in await StoredPayoutsDueAsync(unit, program, cancellationToken).ConfigureAwait(false))
        {
            decisions.Add(await DecideAsync(Payout.Of(batch, due.Customer, unit), program, cancellationToken).ConfigureAwait(false));
        }

        return decisions;
    }

    /// <summary>Who is due a payout: the person, and beside it what is due under the name that the account has.</summary>
    private async ValueTask<List<(CustomerId Person, PayoutDue Due)>> StoredPayoutsDueAsync(
        Unit unit, ProgramId program, CancellationToken cancellationToken)
    {
        _ = InputText.Check(unit);
        var data = _programs.Find(program).Program;
        var now = _clock.GetCurrentInstant().ToMicroseconds();
        var due = new List<PayoutDue>();
        await foreach (var record in ScanAsync(program, RecordKind.Account, cancellationToken).ConfigureAwait(false))
        {
            var account = (AccountState)RecordJson.Read(RecordKind.Account, record.Content.Value);
            if (account.Unit == unit && PayoutDecider.Due(account, data, now) is { } payout)
            {
                due.Add(payout);
            }
        }

        var known = new List<(CustomerId Person, PayoutDue Due)>();
        foreach (var payout in due)
        {
            if (await PersonOfAsync(payout.Customer, program, cancellationToken).ConfigureAwait(false) is { } person)
            {
                known.Add((person, payout));
            }
        }

        return [.. known.OrderByDescending(static one => one.Due.Amount).ThenBy(static one => one.Person.Value, StringComparer.Ordinal)];
    }

    /// <summary>Loads what is not known yet, a page at a time.</summary>
    private static async ValueTask LoadAsync(StateLoad state, IEnumerable<RecordKey> keys, CancellationToken cancellationToken)
    {
        foreach (var page in keys.Distinct().Where(key => !state.Entries.ContainsKey(key)).Chunk(Page).ToArray())
        {
            await state.LoadAsync(page, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The customer's lines in the order in which they were posted, with those that the passing of time makes due by an instant.</summary>
    private async ValueTask<List<LedgerLine>> LinesOfAsync(
        CustomerId customer, Instant until, ProgramId program, CancellationToken cancellationToken)
    {
        var lines = await StoredLinesOfAsync(customer, program, cancellationToken).ConfigureAwait(false);
        lines.AddRange((await OverdueAsync(customer, until, program, cancellationToken).ConfigureAwait(false)).Lines);
        return lines;
    }

    /// <summary>The customer's lines in the order in which they were posted.</summary>
    private async ValueTask<List<LedgerLine>> StoredLinesOfAsync(
        CustomerId customer, ProgramId program, CancellationToken cancellationToken)
    {
        var lines = new List<LedgerLine>();
        await foreach (var record in CustomerScan.LinesOfAsync(_store, PartitionOf(program), customer, cancellationToken).ConfigureAwait(false))
        {
            lines.Add(RecordJson.ReadLine(record.Content.Value));
        }

        lines.Reverse();
        return lines;
    }

    /// <summary>The latest decisions in which something did not count for the customer: found in the journal, read with their explanations.</summary>
    private async ValueTask<List<Decision>> RefusalsOfAsync(CustomerId customer, ProgramId program, CancellationToken cancellationToken)
    {
        var data = _programs.Find(program).Program;
        var latest = new List<RecordKey>();
        await foreach (var record in CustomerScan.RefusalsOfAsync(_store, PartitionOf(program), customer, cancellationToken).ConfigureAwait(false))
        {
            var key = StateKeys.Event(record.Key.Id[..record.Key.Id.LastIndexOf('#')]);
            if (!latest.Contains(key) && RefusalWords.IsRefusal(data, RecordJson.ReadFact(record.Content.Value), customer))
            {
                latest.Add(key);
                if (latest.Count == ParticipantView.MaxRefusals)
                {
                    break;
                }
            }
        }

        latest.Reverse();
        var snapshot = await _store.LoadAsync(PartitionOf(program), latest, cancellationToken).ConfigureAwait(false);
        return [.. latest.Select(key => RecordJson.ReadEvent(snapshot.Find(key)!.Content.Value).Decision)];
    }
}
