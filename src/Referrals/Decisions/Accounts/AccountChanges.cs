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
        var program = draft.Programs.For(reward.ProgramVersion);
        var expiry = program.Incentives.FirstOrDefault(rule => string.Equals(rule.Name, reward.Rule, StringComparison.Ordinal))?.Expiry;
        var account = Read(draft, reward.Owner, amount.Unit).Active(at, program.Zone);
        Write(draft, account with { Lots = account.Lots.With(LotOf(reward, amount, at, expiry, program.Zone)) });
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
        ExpiresAt = expiry?.EndFrom(at, zone),
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
