using Referrals.Deciding;
using Referrals.Deciding.Accounts;
using Referrals.Serialization;
using Referrals.State.Accounts;
using Referrals.Storage;

namespace Referrals;

/// <summary>Payouts. See <see cref="ReferralEngine.Payouts"/>.</summary>
public sealed class PayoutOperations
{
    private readonly EngineScope _scope;

    internal PayoutOperations(EngineScope scope) => _scope = scope;

    /// <summary>Starts a payout, or records that it was confirmed or has failed.</summary>
    public ValueTask<Decision> PayOutAsync(Payout payout, CancellationToken cancellationToken = default) =>
        _scope.SubmitAsync(payout, cancellationToken);

    /// <summary>Who is due a payout of a unit now, the largest amount first. It reads every account of the program once.</summary>
    /// <remarks>An erased person is due nothing: nobody knows any more whom to pay.</remarks>
    /// <exception cref="ArgumentException">The unit is <c>default</c>.</exception>
    public async ValueTask<IReadOnlyList<PayoutDue>> GetDueAsync(
        Unit unit, CancellationToken cancellationToken = default)
    {
        var due = await StoredPayoutsDueAsync(unit, cancellationToken).ConfigureAwait(false);
        return [.. due.Select(static one => new PayoutDue(one.Person, one.Due.Amount, one.Due.Fee))];
    }

    /// <summary>Starts a payout of a unit to everybody who is due one. Starting the same batch again starts nothing twice.</summary>
    /// <param name="batch">The host's name of the batch: 1 to 128 characters.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="cancellationToken">Token to cancel the operation; what was started by then stays so.</param>
    /// <returns>One decision for each customer who was due.</returns>
    public async ValueTask<IReadOnlyList<Decision>> StartAsync(
        string batch, Unit unit, CancellationToken cancellationToken = default)
    {
        var decisions = new List<Decision>();
        foreach (var (_, due) in await StoredPayoutsDueAsync(unit, cancellationToken).ConfigureAwait(false))
        {
            decisions.Add(await _scope.DecideAsync(Payout.Of(batch, due.Customer, unit), cancellationToken).ConfigureAwait(false));
        }

        return decisions;
    }

    /// <summary>Who is due a payout: the person, and beside it what is due under the name that the account has.</summary>
    private async ValueTask<List<(CustomerId Person, PayoutDue Due)>> StoredPayoutsDueAsync(
        Unit unit, CancellationToken cancellationToken)
    {
        _ = InputText.Check(unit);
        var data = _scope.Decider.Program;
        var now = _scope.Clock.GetCurrentInstant().ToMicroseconds();
        var due = new List<PayoutDue>();
        await foreach (var record in _scope.ScanAsync(RecordKind.Account, cancellationToken).ConfigureAwait(false))
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
            if (await _scope.PersonOfAsync(payout.Customer, cancellationToken).ConfigureAwait(false) is { } person)
            {
                known.Add((person, payout));
            }
        }

        return [.. known.OrderByDescending(static one => one.Due.Amount).ThenBy(static one => one.Person.Value, StringComparer.Ordinal)];
    }
}
