using NodaTime;
using Referrals.Explanations;
using Referrals.Ledger;

namespace Referrals;

/// <summary>
/// Payouts: each is a record of its own, with an id of its own, so that what is told about one can never be taken for another. The account
/// keeps the sum of what is on its way.
/// </summary>
internal static class PayoutDecider
{
    /// <summary>So many payouts of one batch are looked through for a stated amount that was paid already.</summary>
    internal const int MaxStated = 64;

    internal static Decision Decide(DecisionDraft draft, PayoutStart input)
    {
        var account = draft.Read<AccountState>(StateKeys.Account(input.Unit, input.Customer));
        var counter = StateKeys.PayoutsOf(input.Batch, input.Customer, input.Unit);
        var earlier = draft.ReadNumber(counter);
        if (Earlier(draft, input, earlier, out var found) is { } before)
        {
            return Refuse(draft, before, found);
        }

        var rule = input.IsSentElsewhere ? null : draft.Program.PayoutIn(input.Unit);
        var usable = Amount.FromMinorUnits(account?.UsableAt(draft.At, input.EarnedBefore) ?? 0, input.Unit);
        if (account is null || usable.IsZero)
        {
            if (input.EarnedBefore is { } end && account?.UsableAt(draft.At) is { } later and > 0)
            {
                return Refuse(draft, Failed(
                    DecisionCodes.PayoutAfterCutOff,
                    Amount.FromMinorUnits(later, input.Unit),
                    Phrase.Of("value.earned_before", end)));
            }

            return Refuse(draft, NothingAvailable(draft, input, hasAccount: account is not null));
        }

        var amount = input.Amount ?? usable;
        var fee = rule?.FeeOf(amount, draft.Program.Rounding) ?? Amount.Zero(amount.Unit);
        if (Against(amount, usable, fee, rule) is { } reason)
        {
            return Refuse(draft, reason);
        }

        var (lots, taken) = account.Lots.Take(amount.MinorUnits, draft.At, draft.Program.LotOrder, input.EarnedBefore);
        account = AccountChanges.Move(draft, account with { Lots = lots }, RewardLifecycle.PayoutStarted, taken, input.Batch, draft.At);
        account = account.Active(draft.At, draft.Program.Zone);
        AccountChanges.Write(draft, account with { InPayout = checked(account.InPayout + amount.MinorUnits) });
        draft.Add(counter, Math.Max(0, input.Attempt - earlier));
        var payout = new PayoutState
        {
            Id = input.Payout!.Value,
            Batch = input.Batch,
            Attempt = input.Attempt,
            Owner = input.Customer,
            Unit = input.Unit,
            StartedAt = draft.At,
            Total = amount.MinorUnits,
            Lots = taken.Extended(draft.At, draft.Program.Zone),
            Fee = fee.MinorUnits,
            FeeBorneBy = rule?.FeeBorneBy ?? default,
            FeeIsGivenBack = rule?.FeeIsGivenBack ?? false,
        };
        Write(draft, payout);
        draft.Record(FactOf(FactKind.PayoutStarted, draft, payout, amount) with { Code = payout.Batch });
        draft.Tell(Check.Note(DecisionCodes.PayoutStarted, amount, rule is null ? default(CheckValue) : rule.Description));
        return draft.Accept(DecisionCodes.PayoutStarted, payout.Id.Value);
    }

    internal static Decision Decide(DecisionDraft draft, PayoutConfirmation input)
    {
        if (Find(draft, input.Payout, PayoutStatus.Open, out var payout) is { } refused)
        {
            return refused;
        }

        var account = AccountChanges.Read(draft, payout.Owner, payout.Unit);
        var posting = LedgerBook.Pay(
            AccountChanges.Entry(account, RewardLifecycle.Paid, payout.Lots, payout.Batch, draft.At), payout.Total, payout.OwnFee);
        draft.Post(posting);
        account = account.Chained(posting);
        if (payout.Fee > payout.OwnFee)
        {
            account = BearFee(draft, account, payout);
        }

        AccountChanges.Write(draft, account with { InPayout = account.InPayout - payout.Total });
        Write(draft, payout with { Status = PayoutStatus.Paid, EndedAt = draft.At });
        var paid = Amount.FromMinorUnits(payout.Total - payout.OwnFee, account.Unit);
        draft.Record(FactOf(FactKind.PayoutPaid, draft, payout, paid));
        if (payout.Fee > 0)
        {
            var fee = Amount.FromMinorUnits(payout.Fee, account.Unit);
            draft.Record(FactOf(FactKind.PayoutFeeTaken, draft, payout, fee) with { Code = payout.FeeBorneBy.ToString().ToLowerInvariant() });
            draft.Tell(Check.Note(DecisionCodes.PayoutFee, fee, Phrase.Of("value.borne_by." + payout.FeeBorneBy)));
        }

        draft.Tell(Check.Note(DecisionCodes.PayoutPaid, paid));
        return draft.Accept(DecisionCodes.PayoutPaid, payout.Id.Value);
    }

    internal static Decision Decide(DecisionDraft draft, PayoutFailure input) =>
        Find(draft, input.Payout, PayoutStatus.Open, out var payout) ?? Fail(draft, payout, input.Reason);

    internal static Decision Decide(DecisionDraft draft, PayoutReturn input)
    {
        if (Find(draft, input.Payout, PayoutStatus.Paid, out var payout) is { } refused)
        {
            return refused;
        }

        if (payout.Status == PayoutStatus.Open)
        {
            return Fail(draft, payout, input.Reason);
        }

        // The fee has been spent. Either its owner has lost it, or gets it back and the program bears it in the end.
        var fee = payout.FeeIsGivenBack ? payout.OwnFee : 0;
        var (_, lots) = payout.Lots.TakeAny(payout.Total - payout.OwnFee + fee);
        var account = AccountChanges.Read(draft, payout.Owner, payout.Unit);
        var posting = LedgerBook.Return(
            AccountChanges.Entry(account, RewardLifecycle.PayoutReturned, lots, payout.Batch, draft.At), lots.Total(), fee);
        draft.Post(posting);
        account = account.Chained(posting);
        if (fee > 0)
        {
            account = BearFee(draft, account, payout);
        }

        return GoneBack(draft, account, payout with { Status = PayoutStatus.Returned }, lots, input.Reason);
    }

    /// <summary>What an account is due at an instant, and why it is not; only its own record is asked.</summary>
    internal static PayoutDue Due(AccountState account, ReferralProgram program, Instant at, Instant? earnedBefore)
    {
        var rule = program.PayoutIn(account.Unit);
        var usable = Amount.FromMinorUnits(account.UsableAt(at, earnedBefore), account.Unit);
        var fee = rule?.FeeOf(usable, program.Rounding) ?? Amount.Zero(account.Unit);
        var reason = !usable.IsZero ? Against(usable, usable, fee, rule)?.Code
            : account.UsableAt(at) > 0 ? DecisionCodes.PayoutAfterCutOff
            : DecisionCodes.PayoutNothingDue;
        return new PayoutDue(account.Owner, usable, fee, reason);
    }

    /// <summary>What speaks against an amount that is above zero.</summary>
    private static Check? Against(Amount amount, Amount usable, Amount fee, PayoutRule? rule) =>
        amount > usable ? Failed(DecisionCodes.PayoutTooMuch, usable, amount)
        : rule is not null && amount < rule.Minimum ? Failed(DecisionCodes.PayoutBelowMinimum, amount, rule.Minimum)
        : rule?.FeeBorneBy == FeeBearer.Owner && fee >= amount
            ? Failed(DecisionCodes.PayoutBelowFee, amount, Phrase.Of("value.more_than_fee", fee))
            : null;

    /// <summary>What of the batch's earlier payouts to the customer speaks against another one.</summary>
    private static Check? Earlier(DecisionDraft draft, PayoutStart input, long count, out PayoutId? found)
    {
        found = null;
        if (input.Amount is not null && count >= MaxStated)
        {
            return Failed(
                DecisionCodes.PayoutsTooMany,
                count,
                Phrase.Of("value.fewer_payouts", MaxStated));
        }

        // A stated amount is paid once, by whichever payout of the batch; all that is available is never what was paid already.
        var last = input.Amount is null ? count : 1;
        for (var attempt = count; attempt >= Math.Max(1, last); attempt--)
        {
            var id = input.Payout!.Value.Numbered(attempt);
            if (draft.Read<PayoutState>(StateKeys.Payout(id)) is not { } payout)
            {
                continue;
            }

            found = id;
            if (payout.Status == PayoutStatus.Open)
            {
                return Failed(DecisionCodes.PayoutAlreadyStarted, AmountOf(payout), Phrase.Of("value.no_payout_on_its_way", input.Batch));
            }

            if (payout.Status == PayoutStatus.Paid && input.Amount is not null)
            {
                return Failed(DecisionCodes.PayoutAlreadyPaid, AmountOf(payout), Phrase.Of("value.another_batch"));
            }
        }

        return null;
    }

    /// <summary>Why a customer has nothing available: the reason that says most.</summary>
    private static Check NothingAvailable(DecisionDraft draft, PayoutStart input, bool hasAccount)
    {
        var pending = draft.ReadNumber(StateKeys.Balance(LedgerAccount.Pending, input.Unit, input.Customer));
        if (pending > 0)
        {
            return Failed(DecisionCodes.PayoutOnHold, Amount.FromMinorUnits(pending, input.Unit), Phrase.Of("value.end_of_hold"));
        }

        if (hasAccount)
        {
            return Failed(DecisionCodes.PayoutNothingDue, Amount.Zero(input.Unit), Phrase.Of("value.available_amount"));
        }

        var others = new List<Amount>();
        var isKnown = draft.Read<CustomerState>(StateKeys.Customer(input.Customer)) is not null;
        foreach (var unit in draft.Programs.Units.Where(unit => unit != input.Unit))
        {
            if (draft.Read<AccountState>(StateKeys.Account(unit, input.Customer)) is { } other)
            {
                isKnown = true;
                others.Add(Amount.FromMinorUnits(other.UsableAt(draft.At), unit));
            }
        }

        others.RemoveAll(static amount => amount.IsZero);
        return !isKnown ? Failed(DecisionCodes.PayoutUnknownCustomer, default, Phrase.Of("value.program_customer"))
            : others.Count > 0 ? Failed(DecisionCodes.PayoutWrongUnit, PhraseList.By("list.and", others.Cast<object>()), Phrase.Of("value.available_in", input.Unit))
            : !draft.Programs.Units.Contains(input.Unit)
                ? Failed(DecisionCodes.PayoutWrongUnit, input.Unit, PhraseList.Or(draft.Programs.Units.Cast<object>()))
            : Failed(DecisionCodes.PayoutNothingDue, Amount.Zero(input.Unit), Phrase.Of("value.available_amount"));
    }

    /// <summary>A start that is refused changes nothing, and is asked again when it is told again: what speaks against it passes.</summary>
    private static Decision Refuse(DecisionDraft draft, Check reason, PayoutId? payout = null)
    {
        draft.Tell(reason);
        return draft.Refuse(reason.Code, payout?.Value);
    }

    /// <summary>The payout, if it is on its way or else stands as asked for; the refusal if not.</summary>
    private static Decision? Find(DecisionDraft draft, PayoutId id, PayoutStatus asked, out PayoutState payout)
    {
        payout = draft.Read<PayoutState>(StateKeys.Payout(id))!;
        if (payout is null)
        {
            draft.Tell(Failed(DecisionCodes.PayoutUnknown, CheckValue.Text(id.Value), Phrase.Of("value.started_payout")));
            return draft.Refuse(DecisionCodes.PayoutUnknown, id.Value);
        }

        if (payout.Status == PayoutStatus.Open || payout.Status == asked)
        {
            return null;
        }

        var code = asked == PayoutStatus.Open ? DecisionCodes.PayoutNotOpen : DecisionCodes.PayoutNotPaid;
        var ended = Phrase.Of("value.payout_ended." + payout.Status, payout.EndedAt!.Value);
        draft.Tell(Failed(code, ended, Phrase.Of(asked == PayoutStatus.Open ? "value.on_its_way" : "value.paid")));
        return draft.Refuse(code, id.Value);
    }

    private static Decision Fail(DecisionDraft draft, PayoutState payout, string reason)
    {
        var account = AccountChanges.Read(draft, payout.Owner, payout.Unit);
        account = AccountChanges.Move(draft, account, RewardLifecycle.PayoutFailed, payout.Lots, payout.Batch, draft.At);
        account = account with { InPayout = account.InPayout - payout.Total };
        return GoneBack(draft, account, payout with { Status = PayoutStatus.Failed }, payout.Lots, reason);
    }

    /// <summary>Lots are available again, with the expiry that they had.</summary>
    private static Decision GoneBack(DecisionDraft draft, AccountState account, PayoutState payout, ValueList<Lot> lots, string reason)
    {
        AccountChanges.Write(draft, AccountChanges.GiveBack(draft, account, lots));
        Write(draft, payout with { Lots = [], EndedAt = draft.At, Reason = reason });
        var (kind, code) = payout.Status == PayoutStatus.Failed
            ? (FactKind.PayoutFailed, DecisionCodes.PayoutFailed)
            : (FactKind.PayoutReturned, DecisionCodes.PayoutReturned);
        var amount = Amount.FromMinorUnits(lots.Total(), account.Unit);
        draft.Record(FactOf(kind, draft, payout, amount) with { Code = reason });
        draft.Tell(Check.Note(code, amount, CheckValue.Text(reason)));
        return draft.Accept(code, payout.Id.Value);
    }

    private static AccountState BearFee(DecisionDraft draft, AccountState account, PayoutState payout)
    {
        var posting = LedgerBook.BearFee(AccountChanges.Entry(account, LedgerBook.FeeBorne, [], payout.Batch, draft.At), payout.Fee);
        draft.Post(posting);
        return account.Chained(posting);
    }

    private static void Write(DecisionDraft draft, PayoutState payout) =>
        draft.Write(StateKeys.Payout(payout.Id), payout, payout.DueAt);

    private static Check Failed(string code, CheckValue actual, CheckValue required) => Check.Of(code, passed: false, actual, required);

    private static Amount AmountOf(PayoutState payout) => Amount.FromMinorUnits(payout.Total, payout.Unit);

    private static Fact FactOf(FactKind kind, DecisionDraft draft, PayoutState payout, Amount amount) => new()
    {
        Kind = kind,
        OccurredAt = draft.At,
        Customer = payout.Owner,
        Subject = payout.Id.Value,
        Amount = amount,
    };
}
