using NodaTime;
using Referrals.Deciding;
using Referrals.Deciding.Participation;
using Referrals.Ledger;
using Referrals.Ledger.Statements;
using Referrals.Pipeline;
using Referrals.Serialization;
using Referrals.State;
using Referrals.Storage;

namespace Referrals;

/// <content>What customers own: balances and redemptions; for payouts see <see cref="Payouts"/>.</content>
public sealed partial class ReferralEngine
{
    /// <summary>Paying out what customers have earned: who is due, what is on its way, what has arrived.</summary>
    public PayoutOperations Payouts => new(this);

    /// <summary>Records that somebody has decided about a reward in review.</summary>
    public ValueTask<Decision> ReviewAsync(
        RewardReview review, ProgramId program = default, CancellationToken cancellationToken = default) =>
        SubmitAsync(review, program, cancellationToken);

    /// <summary>Uses a customer's rewards, the oldest first.</summary>
    public ValueTask<Decision> RedeemAsync(
        Redemption redemption, ProgramId program = default, CancellationToken cancellationToken = default) =>
        SubmitAsync(redemption, program, cancellationToken);

    /// <summary>What a customer holds, one balance for each unit that the program gives; zero where nothing was earned.</summary>
    public async ValueTask<IReadOnlyList<Balance>> BalancesAsync(
        CustomerId customer, ProgramId program = default, CancellationToken cancellationToken = default)
    {
        customer = await NameOfAsync(customer, program, cancellationToken).ConfigureAwait(false);
        var units = _programs.Find(program).Programs.Units.ToArray();
        var keys = units
            .SelectMany(unit => LedgerAccounts.Counted.Select(account => StateKeys.Balance(account, unit, customer)))
            .ToArray();
        var snapshot = await _store.LoadAsync(PartitionOf(program), keys, cancellationToken).ConfigureAwait(false);
        return [.. units.Select(unit => new Balance(
            Read(LedgerAccount.Pending, unit),
            Read(LedgerAccount.Available, unit),
            Read(LedgerAccount.InPayout, unit),
            -Read(LedgerAccount.Owed, unit)))];

        Amount Read(LedgerAccount account, Unit unit) =>
            Amount.FromMinorUnits(snapshot.Find(StateKeys.Balance(account, unit, customer))?.Number ?? 0, unit);
    }

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
        var lines = await LinesOfAsync(customer, program, cancellationToken).ConfigureAwait(false);
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
        var lines = await LinesOfAsync(stored, program, cancellationToken).ConfigureAwait(false);
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
        var lines = await LinesOfAsync(stored, program, cancellationToken).ConfigureAwait(false);
        var rewards = lines.Where(static line => line.Reward is not null).Select(static line => StateKeys.Reward(line.Reward!.Value));
        var accounts = lines.Select(line => StateKeys.Account(line.Amount.Unit, stored));
        StateLoad? state = null;
        foreach (var keys in rewards.Concat(accounts).Distinct().Chunk(Page))
        {
            state ??= await StateLoad.StartAsync(_store, PartitionOf(program), [], cancellationToken).ConfigureAwait(false);
            await state.LoadAsync(keys, cancellationToken).ConfigureAwait(false);
        }

        var refusals = await RefusalsOfAsync(stored, program, cancellationToken).ConfigureAwait(false);
        var view = ParticipantView.Of(_programs.Find(program).Program, state?.Known ?? ProgramState.Empty, lines, refusals, stored);
        return view with { Customer = customer };
    }

    /// <summary>The customer's lines in the order in which they were posted.</summary>
    private async ValueTask<List<LedgerLine>> LinesOfAsync(CustomerId customer, ProgramId program, CancellationToken cancellationToken)
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
