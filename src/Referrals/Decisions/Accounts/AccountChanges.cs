using NodaTime;
using Referrals.Explanations;
using Referrals.Ledger;

namespace Referrals;

/// <summary>What all changes of an owner's account have in common.</summary>
internal static class AccountChanges
{
    internal static AccountState Read(DecisionDraft draft, CustomerId owner, Unit unit) =>
        draft.Read<AccountState>(StateKeys.Account(unit, owner)) ?? new AccountState { Owner = owner, Unit = unit };

    internal static void Write(DecisionDraft draft, AccountState account) =>
        draft.Write(StateKeys.Account(account.Unit, account.Owner), account);

    /// <summary>A reward has become available: a lot of its own, and an activity of its owner.</summary>
    internal static void Credit(DecisionDraft draft, RewardState reward, Amount amount, Instant at)
    {
        var program = draft.Programs.Exactly(reward.ProgramVersion);
        var expiry = program.Incentives.FirstOrDefault(rule => string.Equals(rule.Name, reward.Rule, StringComparison.Ordinal))?.Expiry;
        var account = Read(draft, reward.Owner, amount.Unit).Active(at, program.Zone);
        Write(draft, account with { Lots = account.Lots.With(LotOf(reward, amount, at, expiry, program.Zone)) });
    }

    /// <summary>Lots that had left an account are there again, with the expiry that they had.</summary>
    /// <remarks>
    /// What is owed by now is settled first, whether or not the lots have expired meanwhile: nobody loses a reward twice. What was taken back
    /// while it was away, at the program's loss, is recovered instead. What comes back to somebody who was erased expires at once: nobody could use it.
    /// </remarks>
    internal static AccountState GiveBack(DecisionDraft draft, AccountState account, ValueList<Lot> lots)
    {
        var (back, settled) = lots.TakeAny(account.Owed);
        account = DebtSettlement.Decide(draft, account, settled);
        (account, back) = ShortfallRecovery.Decide(draft, account, back);
        back = CustomerHistory.IsErased(draft, account.Owner) ? back.EndingAt(draft.At) : back;
        foreach (var lot in back)
        {
            account = account with { Lots = account.Lots.With(lot.ExpiresAt <= draft.At ? lot with { HereAt = draft.At } : lot) };
        }

        return account;
    }

    /// <summary>Moves an amount as a step says, and lets the account's own chain go on.</summary>
    internal static AccountState Move(
        DecisionDraft draft, AccountState account, string step, ValueList<Lot> lots, string? subject, Instant at)
    {
        var posting = LedgerBook.Move(Entry(account, step, lots, subject, at), lots.Total());
        draft.Post(posting);
        return account.Chained(posting);
    }

    /// <summary>What the next posting on the account's chain is about. Its id is the chain and the place in it.</summary>
    internal static LedgerEntry Entry(AccountState account, string step, ValueList<Lot> lots, string? subject, Instant at)
    {
        var chain = account.Chain;
        var parts = lots.Parts();
        return new LedgerEntry
        {
            Posting = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{chain.Name}/{chain.Length + 1}"),
            Step = step,
            Owner = account.Owner,
            Unit = account.Unit,
            Reward = parts.Count == 1 ? parts[0].Reward : null,
            Subject = subject,
            Parts = parts.Count == 1 && parts[0].Reward is not null ? null : parts.Count == 0 ? null : parts,
            At = at,
            Chain = chain,
        };
    }

    private static Lot LotOf(RewardState reward, Amount amount, Instant at, RewardExpiry? expiry, DateTimeZone zone) => new()
    {
        Reward = reward.Id,
        VestedAt = at,
        EarnedAt = reward.GrantedAt == at ? null : reward.GrantedAt,
        ExpiresAt = reward.ExpiresAt ?? expiry?.EndFrom(at, zone),
        Inactivity = expiry?.Inactivity?.Length ?? 0,
        Measure = expiry?.Inactivity?.Kind ?? default,
        LatestAt = expiry?.Inactivity is null ? null : expiry.LatestFrom(at, zone),
        Left = amount.MinorUnits,
    };
}

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

        account = AccountChanges.Move(draft, account, RewardLifecycle.SetOff, lots, null, draft.At);
        var set = Amount.FromMinorUnits(lots.Total(), account.Unit);
        draft.Record(new Fact { Kind = FactKind.DebtSetOff, OccurredAt = draft.At, Customer = account.Owner, Amount = set });
        draft.Tell(Check.Note(DecisionCodes.SetOff, set, Phrase.Of("value.of", Amount.FromMinorUnits(account.Owed, account.Unit))));
        return account.Owing(account.Owed - lots.Total(), draft.At);
    }
}

/// <summary>
/// Takes from lots that come back what the program wrote off of their rewards meanwhile: it was taken back from an owner who had used it, and is
/// not used any more.
/// </summary>
internal static class ShortfallRecovery
{
    /// <param name="draft">The decision.</param>
    /// <param name="account">The account; the lots are on their way to it.</param>
    /// <param name="lots">The lots.</param>
    /// <returns>The account, and what of the lots is left.</returns>
    internal static (AccountState Account, ValueList<Lot> Left) Decide(DecisionDraft draft, AccountState account, ValueList<Lot> lots)
    {
        if (!draft.Programs.All.Any(static program => program.Shortfall == ShortfallPolicy.WriteOff))
        {
            return (account, lots);
        }

        var (left, recovered) = (new List<Lot>(lots.Count), new List<Lot>());
        foreach (var lot in lots)
        {
            var reward = lot.Reward is { } id ? draft.Read<RewardState>(StateKeys.Reward(id)) : null;
            var part = Math.Min(lot.Left, reward?.WrittenOff ?? 0);
            if (part > 0)
            {
                draft.Write(StateKeys.Reward(reward!.Id), reward with { WrittenOff = reward.WrittenOff - part });
                recovered.Add(lot with { Left = part });
            }

            if (part < lot.Left)
            {
                left.Add(lot with { Left = lot.Left - part });
            }
        }

        return recovered.Count == 0 ? (account, lots) : (Recover(draft, account, recovered.ToValueList()), left.ToValueList());
    }

    private static AccountState Recover(DecisionDraft draft, AccountState account, ValueList<Lot> lots)
    {
        var amount = Amount.FromMinorUnits(lots.Total(), account.Unit);
        draft.Record(new Fact
        {
            Kind = FactKind.RewardShortfall,
            OccurredAt = draft.At,
            Customer = account.Owner,
            Subject = lots.Count == 1 ? lots[0].Reward?.Value : null,
            Amount = amount,
            Code = "recovered",
        });
        draft.Tell(Check.Note(DecisionCodes.ShortfallRecovered, amount));
        return AccountChanges.Move(draft, account, RewardLifecycle.Recovered, lots, null, draft.At);
    }
}
