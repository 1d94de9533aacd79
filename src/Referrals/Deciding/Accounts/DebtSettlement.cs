using Referrals.Explanations;
using Referrals.Ledger.Life;
using Referrals.Ledger.Lots;
using Referrals.State.Accounts;

namespace Referrals.Deciding.Accounts;

/// <summary>Sets lots off against what their owner owes.</summary>
internal static class DebtSettlement
{
    /// <param name="draft">The decision.</param>
    /// <param name="account">The account; the lots have left it already.</param>
    /// <param name="lots">The lots, together not more than is owed.</param>
    internal static AccountState Decide(DecisionDraft draft, AccountState account, ValueList<Lot> lots)
    {
        if (lots.Count == 0)
        {
            return account;
        }

        account = AccountChanges.Move(draft, account, RewardLife.SetOff, lots, null, draft.At);
        var set = Amount.FromMinorUnits(lots.Total(), account.Unit);
        draft.Record(new Fact { Kind = FactKind.DebtSetOff, OccurredAt = draft.At, Customer = account.Owner, Amount = set });
        draft.Tell(Check.Note(DecisionCodes.SetOff, set.ToString(), $"of {Amount.FromMinorUnits(account.Owed, account.Unit)}"));
        return account.Owing(account.Owed - lots.Total(), draft.At);
    }
}
