using NodaTime;
using Referrals.Ledger;
using Referrals.Pipeline;
using Referrals.Serialization;
using Referrals.Storage;

namespace Referrals;

/// <content>Reading one person.</content>
public sealed partial class ReferralEngine
{
    private const int Page = 500;

    /// <summary>What a customer holds now, one balance for each unit that the program gives; zero where nothing was earned.</summary>
    /// <remarks>
    /// It is what can be used now: holds that are over and rewards that have expired count as <see cref="ProgramOperations.ProcessDueAsync"/> would
    /// leave them, whether or not the timer has run.
    /// </remarks>
    public async ValueTask<IReadOnlyList<Balance>> GetBalancesAsync(
        CustomerId customer, CancellationToken cancellationToken = default)
    {
        customer = await _scope.NameOfAsync(customer, cancellationToken).ConfigureAwait(false);
        var units = _scope.Decider.Programs.Units.ToArray();
        var keys = units
            .SelectMany(unit => LedgerAccounts.Counted.Select(account => StateKeys.Balance(account, unit, customer)))
            .ToArray();
        var snapshot = await _scope.Store.LoadAsync(_scope.Partition, keys, cancellationToken).ConfigureAwait(false);
        var overdue = await OverdueAsync(customer, cancellationToken).ConfigureAwait(false);
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

    /// <summary>What a customer held at an instant, as a fold of the ledger by when its lines took effect.</summary>
    /// <remarks>
    /// It is what is known now about then: a refund that was reported late counts from when it happened. It reads the customer's part of the
    /// ledger, or all of it where the store is no <see cref="ICustomerSource"/>; for the present, the other form answers from kept balances.
    /// </remarks>
    /// <param name="customer">Whose balances.</param>
    /// <param name="asOf">The instant; what took effect exactly then is contained.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public async ValueTask<IReadOnlyList<Balance>> GetBalancesAsync(
        CustomerId customer, Instant asOf, CancellationToken cancellationToken = default)
    {
        customer = await _scope.NameOfAsync(customer, cancellationToken).ConfigureAwait(false);
        var lines = await LinesOfAsync(customer, cancellationToken).ConfigureAwait(false);
        var overdue = await _scope.OverdueAsync(DueItems.ConcerningOwner(customer), asOf, cancellationToken).ConfigureAwait(false);
        lines.AddRange(overdue.Lines);
        return [.. _scope.Decider.Programs.Units.Select(unit => LedgerBalance.At(lines, customer, unit, asOf))];
    }

    /// <summary>A customer's statement: opening balance, what happened, closing balance.</summary>
    /// <remarks>It reads the customer's part of the ledger, or all of it where the store is no <see cref="ICustomerSource"/>.</remarks>
    /// <param name="customer">Whose statement.</param>
    /// <param name="from">The first instant that it tells about.</param>
    /// <param name="until">The first instant that it does not tell about.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    /// <exception cref="ArgumentException">The end is before the start, or the customer is <c>default</c>.</exception>
    public async ValueTask<Statement> GetStatementAsync(
        CustomerId customer, Instant from, Instant until, CancellationToken cancellationToken = default)
    {
        var stored = await _scope.NameOfAsync(customer, cancellationToken).ConfigureAwait(false);
        var lines = await LinesOfAsync(stored, cancellationToken).ConfigureAwait(false);
        lines.AddRange((await OverdueAsync(stored, cancellationToken).ConfigureAwait(false)).Lines);
        var statement = Statement.Of(lines, stored, from, until) with { Customer = customer };
        var rewards = statement.Units.SelectMany(static unit => unit.Lines).Select(static line => line.Reward).OfType<RewardId>();
        return statement.With(await new PeopleReading(_scope).CausesAsync(rewards, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>What a participant may see: holdings, what is pending and until when, what expires, and what was refused and why.</summary>
    /// <remarks>
    /// It reads what concerns the customer. Where the store is no <see cref="ICustomerSource"/> it reads the ledger and the journal of the program
    /// once: then keep the answer for a while.
    /// </remarks>
    public async ValueTask<ParticipantView> GetParticipantAsync(
        CustomerId customer, CancellationToken cancellationToken = default)
    {
        var stored = await _scope.NameOfAsync(customer, cancellationToken).ConfigureAwait(false);
        var lines = await LinesOfAsync(stored, cancellationToken).ConfigureAwait(false);
        var overdue = await OverdueAsync(stored, cancellationToken).ConfigureAwait(false);
        lines.AddRange(overdue.Lines);
        var rewards = lines.Where(static line => line.Reward is not null).Select(static line => StateKeys.Reward(line.Reward!.Value));
        var accounts = lines.Where(line => line.Owner == stored).Select(line => StateKeys.Account(line.Amount.Unit, stored));
        await LoadAsync(overdue.State, rewards.Concat(accounts), cancellationToken).ConfigureAwait(false);
        var waiting = overdue.State.Entries.Values.Select(static entry => entry.Value).OfType<RewardState>()
            .Where(static reward => reward.WaitsForReferral).Select(static reward => StateKeys.Customer(reward.Referee));
        await LoadAsync(overdue.State, [.. waiting], cancellationToken).ConfigureAwait(false);
        var refusals = await RefusalsOfAsync(stored, cancellationToken).ConfigureAwait(false);
        var view = ParticipantView.Of(_scope.Decider.Program, overdue.State.Known, lines, refusals, stored);
        return view with { Customer = customer };
    }

    /// <summary>How far a customer is with each rule: what the next tier or milestone takes, and what the caps leave, at this moment.</summary>
    /// <param name="customer">Whose progress.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    public async ValueTask<IReadOnlyList<RuleProgress>> GetProgressAsync(
        CustomerId customer, CancellationToken cancellationToken = default)
    {
        var stored = await _scope.NameOfAsync(customer, cancellationToken).ConfigureAwait(false);
        var plan = _scope.Decider.LatestPlan;
        var reading = new ProgressReading(plan, stored, _scope.Clock.GetCurrentInstant());
        var state = await StateLoad.StartAsync(_scope.Store, _scope.Partition, [.. reading.Keys], cancellationToken).ConfigureAwait(false);
        return reading.Read(state.Known);
    }

    private ValueTask<OverdueReading> OverdueAsync(CustomerId customer, CancellationToken cancellationToken) =>
        _scope.OverdueAsync(DueItems.ConcerningOwner(customer), _scope.Clock.GetCurrentInstant(), cancellationToken);

    /// <summary>Loads what is not known yet, a page at a time.</summary>
    private static async ValueTask LoadAsync(StateLoad state, IEnumerable<RecordKey> keys, CancellationToken cancellationToken)
    {
        foreach (var page in keys.Distinct().Where(key => !state.Entries.ContainsKey(key)).Chunk(Page).ToArray())
        {
            await state.LoadAsync(page, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The customer's lines in the order in which they were posted.</summary>
    private async ValueTask<List<LedgerLine>> LinesOfAsync(CustomerId customer, CancellationToken cancellationToken)
    {
        var lines = new List<LedgerLine>();
        await foreach (var record in CustomerScan.LinesOfAsync(_scope.Store, _scope.Partition, customer, cancellationToken).ConfigureAwait(false))
        {
            lines.Add(RecordJson.ReadLine(record.Content.Value));
        }

        lines.Reverse();
        return lines;
    }

    /// <summary>
    /// The latest decision for each reason for which something did not count for the customer: found in the journal, read with their
    /// explanations. What is known as a reason already is not read again, so that many orders of one friend cost one read.
    /// </summary>
    private async ValueTask<List<Decision>> RefusalsOfAsync(CustomerId customer, CancellationToken cancellationToken)
    {
        var program = _scope.Decider.Program;
        var known = new HashSet<(FactKind Kind, string? Rule, string? Code, bool IsOwn)>();
        var seen = new HashSet<RecordKey>();
        var latest = new List<Decision>();
        var read = 0;
        await foreach (var record in CustomerScan.RefusalsOfAsync(_scope.Store, _scope.Partition, customer, cancellationToken).ConfigureAwait(false))
        {
            var fact = FactRecord.Read(record.Content);
            var key = StateKeys.Event(record.Key.Id[..record.Key.Id.LastIndexOf('#')]);
            if (!known.Contains(KindOf(fact)) && RefusalWords.IsRefusal(program, fact, customer) && seen.Add(key))
            {
                var snapshot = await _scope.Store.LoadAsync(_scope.Partition, [key], cancellationToken).ConfigureAwait(false);
                var decision = RecordJson.ReadEvent(snapshot.Find(key)!.Content.Value).Decision;
                if (RefusalWords.Find(program, decision, customer) is { } refusal)
                {
                    _ = known.Add(KindOf(refusal.Fact));
                    latest.Add(decision);
                }
            }

            if (++read == ParticipantView.MaxRefusalsRead)
            {
                break;
            }
        }

        latest.Reverse();
        return latest;

        (FactKind Kind, string? Rule, string? Code, bool IsOwn) KindOf(Fact fact) => (fact.Kind, fact.Rule, fact.Code, fact.Customer == customer);
    }
}
