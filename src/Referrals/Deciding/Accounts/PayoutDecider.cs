using NodaTime;
using Referrals.Explanations;
using Referrals.Ledger.Life;
using Referrals.Ledger.Lots;
using Referrals.Ledger.Writing;
using Referrals.Programs;
using Referrals.Rewards.Life;
using Referrals.State.Accounts;

namespace Referrals.Deciding.Accounts;

internal static class PayoutDecider
{
    internal static Decision Decide(DecisionDraft draft, Payout input)
    {
        var account = AccountChanges.Read(draft, input.Customer, input.Unit);
        if (input.Step == PayoutStep.Start)
        {
            return Start(draft, input, account);
        }

        if (account.PayoutOf(input.Batch) is not { } payout)
        {
            draft.Tell(Check.Of(DecisionCodes.PayoutNotOpen, passed: false, input.Batch, "a payout that was started and has not ended"));
            return draft.Refuse(DecisionCodes.PayoutNotOpen, input.Batch);
        }

        account = account with { Payouts = account.Payouts.Where(open => !ReferenceEquals(open, payout)).ToValueList() };
        return input.Step == PayoutStep.Confirm ? Confirm(draft, input, account, payout) : Return(draft, input, account, payout);
    }

    /// <summary>What a customer is due at an instant; <c>null</c> for nothing.</summary>
    internal static PayoutDue? Due(AccountState account, ReferralProgram program, Instant at)
    {
        var rule = program.PayoutIn(account.Unit);
        var usable = Amount.FromMinorUnits(account.UsableAt(at), account.Unit);
        var fee = rule?.FeeOf(usable, program.Rounding) ?? Amount.Zero(account.Unit);
        return PayoutChecks.Refusal(account, string.Empty, usable, usable, fee, rule) is null
            ? new PayoutDue(account.Owner, usable, fee)
            : null;
    }

    private static Decision Start(DecisionDraft draft, Payout input, AccountState account)
    {
        var rule = draft.Program.PayoutIn(input.Unit);
        var usable = Amount.FromMinorUnits(account.UsableAt(draft.At), account.Unit);
        var amount = input.Amount ?? usable;
        var fee = rule?.FeeOf(amount, draft.Program.Rounding) ?? Amount.Zero(amount.Unit);
        if (PayoutChecks.Refusal(account, input.Batch, amount, usable, fee, rule) is { } refusal)
        {
            draft.Tell(refusal);
            return draft.Refuse(refusal.Code, input.Batch);
        }

        var (lots, taken) = account.Lots.Take(amount.MinorUnits, draft.At);
        account = AccountChanges.Move(draft, account with { Lots = lots }, RewardLife.PayoutStarted, taken, input.Batch, draft.At);
        account = account.Active(draft.At, draft.Program.Zone);
        var payout = new OpenPayout
        {
            Batch = input.Batch,
            StartedAt = draft.At,
            Lots = taken.Extended(draft.At, draft.Program.Zone),
            Fee = fee.MinorUnits,
            FeeBorneBy = rule?.FeeBorneBy ?? default,
        };
        AccountChanges.Write(draft, account with { Payouts = account.Payouts.Append(payout).ToValueList() });
        draft.Record(FactOf(FactKind.PayoutStarted, draft, input, amount));
        draft.Tell(Check.Note(DecisionCodes.PayoutStarted, amount.ToString(), rule?.ToString()));
        return draft.Accept(DecisionCodes.PayoutStarted, input.Batch);
    }

    private static Decision Confirm(DecisionDraft draft, Payout input, AccountState account, OpenPayout payout)
    {
        var ownFee = payout.FeeBorneBy == FeeBearer.Owner ? payout.Fee : 0;
        var posting = LedgerBook.Pay(
            AccountChanges.Entry(account, RewardLife.Paid, payout.Lots, input.Batch, draft.At), payout.Total, ownFee);
        draft.Post(posting);
        account = account.Chained(posting);
        if (payout.Fee > ownFee)
        {
            var borne = LedgerBook.BearFee(
                AccountChanges.Entry(account, LedgerBook.FeeBorne, [], input.Batch, draft.At), payout.Fee);
            draft.Post(borne);
            account = account.Chained(borne);
        }

        AccountChanges.Write(draft, account);
        var paid = Amount.FromMinorUnits(payout.Total - ownFee, account.Unit);
        draft.Record(FactOf(FactKind.PayoutPaid, draft, input, paid));
        if (payout.Fee > 0)
        {
            var fee = Amount.FromMinorUnits(payout.Fee, account.Unit);
            draft.Record(FactOf(FactKind.PayoutFeeTaken, draft, input, fee) with { Code = payout.FeeBorneBy.ToString().ToLowerInvariant() });
            draft.Tell(Check.Note(DecisionCodes.PayoutFee, fee.ToString(), $"borne by the {payout.FeeBorneBy.ToString().ToLowerInvariant()}"));
        }

        draft.Tell(Check.Note(DecisionCodes.PayoutPaid, paid.ToString()));
        return draft.Accept(DecisionCodes.PayoutPaid, input.Batch);
    }

    private static Decision Return(DecisionDraft draft, Payout input, AccountState account, OpenPayout payout)
    {
        account = AccountChanges.Move(draft, account, RewardLife.PayoutReturned, payout.Lots, input.Batch, draft.At);

        // What is owed by now is settled first, whether or not the lots have expired meanwhile: nobody loses a reward twice.
        var (back, settled) = payout.Lots.TakeAny(account.Owed);
        account = DebtSettlement.Decide(draft, account, settled);
        foreach (var lot in back)
        {
            account = account with { Lots = account.Lots.With(lot) };
        }

        AccountChanges.Write(draft, account);
        var amount = Amount.FromMinorUnits(payout.Total, account.Unit);
        draft.Record(FactOf(FactKind.PayoutReturned, draft, input, amount) with { Code = input.Reason });
        draft.Tell(Check.Note(DecisionCodes.PayoutReturned, amount.ToString(), input.Reason));
        return draft.Accept(DecisionCodes.PayoutReturned, input.Batch);
    }

    private static Fact FactOf(FactKind kind, DecisionDraft draft, Payout input, Amount amount) => new()
    {
        Kind = kind,
        OccurredAt = draft.At,
        Customer = input.Customer,
        Subject = input.Batch,
        Amount = amount,
    };
}
