using Referrals.Explanations;
using Referrals.Ledger;

namespace Referrals;

internal static class RedemptionDecider
{
    internal static Decision Decide(DecisionDraft draft, Redemption input)
    {
        var account = AccountChanges.Read(draft, input.Customer, input.Amount.Unit);
        var usable = Amount.FromMinorUnits(account.UsableAt(draft.At), account.Unit);
        if (input.Amount > usable)
        {
            draft.Tell(Check.Of(DecisionCodes.RedemptionTooMuch, passed: false, usable, input.Amount));
            return draft.Refuse(DecisionCodes.RedemptionTooMuch, input.Id);
        }

        var (lots, taken) = account.Lots.Take(input.Amount.MinorUnits, draft.At, draft.Program.LotOrder);
        account = AccountChanges.Move(draft, account with { Lots = lots }, RewardLifecycle.Redeemed, taken, input.Id, draft.At);
        AccountChanges.Write(draft, account.Active(draft.At, draft.Program.Zone));
        draft.Write(StateKeys.Redemption(input.Id), new RedemptionState
        {
            Id = input.Id,
            Owner = input.Customer,
            Unit = account.Unit,
            Lots = taken.Extended(draft.At, draft.Program.Zone),
        });
        draft.Record(new Fact
        {
            Kind = FactKind.RewardRedeemed,
            OccurredAt = draft.At,
            Customer = input.Customer,
            Subject = input.Id,
            Amount = input.Amount,
        });
        draft.Tell(Check.Note(DecisionCodes.Redeemed, input.Amount, Phrase.Of("value.of", usable)));
        return draft.Accept(DecisionCodes.Redeemed, input.Id);
    }

    internal static Decision Decide(DecisionDraft draft, RedemptionCancellation input)
    {
        if (draft.Read<RedemptionState>(StateKeys.Redemption(input.RedemptionId)) is not { } redemption)
        {
            draft.Tell(Check.Of(DecisionCodes.RedemptionUnknown, passed: false, CheckValue.Text(input.RedemptionId), Phrase.Of("value.redemption")));
            return draft.Refuse(DecisionCodes.RedemptionUnknown, input.RedemptionId);
        }

        var redeemed = Amount.FromMinorUnits(redemption.Lots.Total(), redemption.Unit);
        var amount = input.Amount ?? redeemed;
        if (redeemed.IsZero || amount.Unit != redeemed.Unit || amount > redeemed)
        {
            draft.Tell(Check.Of(
                DecisionCodes.RedemptionGivenBack,
                passed: false,
                redeemed,
                input.Amount is { } asked ? asked : Phrase.Of("value.more_than_nothing")));
            return draft.Refuse(DecisionCodes.RedemptionGivenBack, input.RedemptionId);
        }

        var (left, back) = redemption.Lots.TakeLast(amount.MinorUnits);
        var account = AccountChanges.Read(draft, redemption.Owner, redemption.Unit);
        account = AccountChanges.Move(draft, account, RewardLifecycle.RedemptionCancelled, back, redemption.Id, draft.At);
        AccountChanges.Write(draft, AccountChanges.GiveBack(draft, account, back));
        draft.Write(StateKeys.Redemption(redemption.Id), redemption with { Lots = left });
        draft.Record(new Fact
        {
            Kind = FactKind.RedemptionCancelled,
            OccurredAt = draft.At,
            Customer = redemption.Owner,
            Subject = redemption.Id,
            Amount = amount,
        });
        draft.Tell(Check.Note(DecisionCodes.RedemptionCancelled, amount, Phrase.Of("value.of", redeemed)));
        return draft.Accept(DecisionCodes.RedemptionCancelled, redemption.Id);
    }
}

/// <summary>Lets time pass over an account: lots expire, and what is owed is set off against the oldest lots.</summary>
internal static class ExpirationDecider
{
    /// <summary>How many lots expire in one decision; where more are due the account stays due. Each takes four operations of a commit.</summary>
    internal const int MaxLots = 20;

    internal static Decision Decide(DecisionDraft draft, Expiration input)
    {
        var account = AccountChanges.Read(draft, input.Customer, input.Unit);
        var due = account.Lots
            .Where(lot => lot.LapsesAt <= draft.At)
            .OrderBy(static lot => lot.LapsesAt)
            .Take(MaxLots)
            .ToArray();
        var setsOff = account.SetOffAt <= draft.At;
        if (due.Length == 0 && !setsOff)
        {
            draft.Tell(Check.Of(
                DecisionCodes.NothingExpires,
                passed: false,
                draft.At,
                account.DueAt is { } next ? Phrase.Of("value.or_later", next) : Phrase.Of("value.something_expiring")));
            return draft.Refuse(DecisionCodes.NothingExpires, input.Customer.Value);
        }

        foreach (var lot in due)
        {
            account = Expire(draft, account, lot);
        }

        if (setsOff)
        {
            var (lots, taken) = account.Lots.Take(Math.Min(account.Owed, account.Lots.UsableAt(draft.At)), draft.At, LotOrder.Oldest);
            account = DebtSettlement.Decide(draft, account with { Lots = lots }, taken);
        }

        AccountChanges.Write(draft, account);
        return draft.Accept(due.Length > 0 ? DecisionCodes.Expired : DecisionCodes.SetOff, input.Customer.Value);
    }

    private static AccountState Expire(DecisionDraft draft, AccountState account, Lot lot)
    {
        var at = lot.LapsesAt!.Value;
        var amount = Amount.FromMinorUnits(lot.Left, account.Unit);
        account = account with { Lots = account.Lots.Where(other => !ReferenceEquals(other, lot)).ToValueList() };
        account = AccountChanges.Move(draft, account, RewardLifecycle.Expired, [lot], null, at);
        var reward = lot.Reward is { } id ? draft.Read<RewardState>(StateKeys.Reward(id)) : null;
        if (reward is not null)
        {
            draft.Write(StateKeys.Reward(reward.Id), reward with
            {
                Stage = reward.Stage == RewardStage.Reversed ? RewardStage.Reversed : RewardStage.Expired,
                Expired = reward.Expired + lot.Left,
            });
        }

        draft.Record(new Fact
        {
            Kind = FactKind.RewardExpired,
            OccurredAt = at,
            Customer = account.Owner,
            Subject = reward?.Id.Value,
            Rule = reward?.Rule,
            Code = reward?.Side.ToString(),
            Amount = amount,
        });
        draft.Tell(Check.Note(DecisionCodes.Expired, amount, at));
        return account;
    }
}
