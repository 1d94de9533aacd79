using System.Globalization;
using Referrals.Ledger;
using Referrals.Ledger.Lots;

namespace Referrals.State.Accounts;

/// <summary>Compares an account, lot by lot, with what the ledger says about it.</summary>
internal static class AccountFindings
{
    internal static IEnumerable<LedgerFinding> Of(
        AccountState account, IReadOnlyDictionary<(LedgerAccount Account, CustomerId Owner, Unit Unit), long> balances)
    {
        (LedgerAccount Account, long Kept)[] kept =
        [
            (LedgerAccount.Available, account.Lots.Total()),
            (LedgerAccount.InPayout, account.InPayout),
            (LedgerAccount.Owed, -account.Owed),
        ];
        foreach (var (name, amount) in kept)
        {
            var lines = balances.GetValueOrDefault((name, account.Owner, account.Unit));
            if (amount != lines)
            {
                yield return new LedgerFinding(LedgerAudit.WrongBalance, account.Chain.Name, string.Create(
                    CultureInfo.InvariantCulture, $"The account keeps {amount} as {name}, the sum of the lines is {lines}."));
            }
        }
    }
}
