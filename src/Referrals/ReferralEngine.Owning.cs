using Referrals.Deciding;
using Referrals.Ledger;
using Referrals.State;

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

    /// <summary>What a customer holds, one balance for each unit that the program gives; zero where nothing was earned.</summary>
    public async ValueTask<IReadOnlyList<Balance>> BalancesAsync(
        CustomerId customer, ProgramId program = default, CancellationToken cancellationToken = default)
    {
        _ = InputText.Check(customer);
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
}
