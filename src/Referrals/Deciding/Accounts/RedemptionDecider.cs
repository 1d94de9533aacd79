using Referrals.Explanations;
using Referrals.Ledger.Life;
using Referrals.Ledger.Lots;

namespace Referrals.Deciding.Accounts;

internal static class RedemptionDecider
{
    internal static Decision Decide(DecisionDraft draft, Redemption input)
    {
        var account = AccountChanges.Read(draft, input.Customer, input.Amount.Unit);
        var usable = Amount.FromMinorUnits(account.UsableAt(draft.At), account.Unit);
        if (input.Amount > usable)
        {
            draft.Tell(Check.Of(DecisionCodes.RedemptionTooMuch, passed: false, usable.ToString(), input.Amount.ToString()));
            return draft.Refuse(DecisionCodes.RedemptionTooMuch, input.Id);
        }

        var (lots, taken) = account.Lots.Take(input.Amount.MinorUnits, draft.At);
        account = AccountChanges.Move(draft, account with { Lots = lots }, RewardLife.Redeemed, taken, input.Id, draft.At);
        AccountChanges.Write(draft, account.Active(draft.At, draft.Program.Zone));
        draft.Record(new Fact
        {
            Kind = FactKind.RewardRedeemed,
            OccurredAt = draft.At,
            Customer = input.Customer,
            Subject = input.Id,
            Amount = input.Amount,
        });
        draft.Tell(Check.Note(DecisionCodes.Redeemed, input.Amount.ToString(), $"of {usable}"));
        return draft.Accept(DecisionCodes.Redeemed, input.Id);
    }
}
