using NodaTime;
using Referrals.Kpis;
using Referrals.Ledger;

namespace Referrals.Simulation;

/// <summary>The facts of one side, in columns. Facts before the first conversion wait, since its amount says which money is meant.</summary>
internal sealed class JournalFold
{
    private readonly List<Fact> _waiting = [];
    private FactTable? _table;

    internal void Append(IReadOnlyList<Fact> facts)
    {
        if (_table is null)
        {
            _waiting.AddRange(facts);
        }
        else
        {
            _table.Append(facts);
        }
    }

    /// <summary>Says which unit the money is in; said again, it changes nothing.</summary>
    internal void Measure(Unit unit)
    {
        if (_table is null)
        {
            _table = FactTable.Read(_waiting, unit);
            _waiting.Clear();
        }
    }

    internal KpiTotals Totals(KpiWindow window) => _table!.Totals(window);
}

/// <summary>The rewards of one side, folded from the facts, and why the other side has not the same.</summary>
internal sealed class RewardBook
{
    private readonly Dictionary<string, RewardEntry> _rewards = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _reasons = new(StringComparer.Ordinal);

    internal void Add(Decision decision, long place, bool isBefore)
    {
        foreach (var fact in decision.Facts)
        {
            if (fact is { Kind: FactKind.RewardGranted, Subject: { } granted, Amount: { } amount })
            {
                _rewards.Add(granted, new RewardEntry
                {
                    Id = granted,
                    Rule = fact.Rule!,
                    Side = Enum.Parse<Side>(fact.Code!),
                    Owner = fact.Customer!.Value,
                    At = fact.OccurredAt,
                    Place = place,
                    IsBefore = isBefore,
                    Sum = new RewardSum { Rewards = 1, Granted = amount, TakenBack = Amount.Zero(amount.Unit) },
                });
            }
            else if (fact is { Kind: FactKind.RewardReversed, Subject: { } reversed, Amount: { } back })
            {
                var entry = _rewards[reversed];
                _rewards[reversed] = entry with { Sum = entry.Sum with { TakenBack = entry.Sum.TakenBack + back } };
            }
        }
    }

    /// <summary>Notes why the other side did not grant what this one has just granted.</summary>
    internal void AddReasons(Decision own, Decision other)
    {
        foreach (var grant in own.Grants.Where(grant => !other.Grants.Any(same => same.Subject == grant.Subject)))
        {
            var refused = other.Facts.FirstOrDefault(fact => fact.Kind == FactKind.ConversionNotRewarded && fact.Rule == grant.Rule);
            _reasons[grant.Subject!] = refused?.Code ?? other.Code;
        }
    }

    /// <summary>The rewards that differ, in the order in which they were earned.</summary>
    internal static IReadOnlyList<RewardChange> Compare(RewardBook then, RewardBook now) =>
    [
        .. Pairs(then, now)
            .Where(static pair => pair.Then?.Sum != pair.Now?.Sum)
            .OrderBy(static pair => pair.Any.Place)
            .ThenBy(static pair => pair.Any.Id, StringComparer.Ordinal)
            .Select(pair => new RewardChange
            {
                Id = RewardId.From(pair.Any.Id),
                Customer = pair.Any.Owner,
                Rule = pair.Any.Rule,
                Side = pair.Any.Side,
                At = pair.Any.At,
                Then = pair.Then?.Sum,
                Now = pair.Now?.Sum,
                Reason = pair.Now is null ? then._reasons.GetValueOrDefault(pair.Any.Id)
                    : pair.Then is null ? now._reasons.GetValueOrDefault(pair.Any.Id)
                    : null,
            }),
    ];

    internal static IReadOnlyList<RuleComparison> ByRule(RewardBook then, RewardBook now) =>
    [
        .. Fold(then, now, static entry => (Unit: entry.Sum.Granted.Unit, entry.Side, entry.Rule))
            .OrderBy(static each => each.Key.Unit.ToString(), StringComparer.Ordinal)
            .ThenBy(static each => each.Key.Side)
            .ThenBy(static each => each.Key.Rule, StringComparer.Ordinal)
            .Select(static each => new RuleComparison
            {
                Unit = each.Key.Unit,
                Side = each.Key.Side,
                Rule = each.Key.Rule,
                Then = each.Then,
                Now = each.Now,
            }),
    ];

    /// <summary>Who gains or loses, those who do so most first.</summary>
    internal static IReadOnlyList<PersonComparison> ByPerson(RewardBook then, RewardBook now) =>
    [
        .. Fold(then, now, static entry => (Unit: entry.Sum.Granted.Unit, entry.Owner))
            .Select(static each => new PersonComparison { Customer = each.Key.Owner, Unit = each.Key.Unit, Then = each.Then, Now = each.Now })
            .Where(static person => !person.Difference.IsZero)
            .OrderBy(static person => person.Unit.ToString(), StringComparer.Ordinal)
            .ThenByDescending(static person => Math.Abs(person.Difference.MinorUnits))
            .ThenBy(static person => person.Customer.Value, StringComparer.Ordinal),
    ];

    private static IEnumerable<(TKey Key, RewardSum Then, RewardSum Now)> Fold<TKey>(
        RewardBook then, RewardBook now, Func<RewardEntry, TKey> keyOf)
        where TKey : notnull
    {
        var sums = new Dictionary<TKey, (RewardSum Then, RewardSum Now)>();
        foreach (var pair in Pairs(then, now))
        {
            Add(pair.Then, isThen: true);
            Add(pair.Now, isThen: false);
        }

        return sums.Select(static each => (each.Key, each.Value.Then, each.Value.Now));

        void Add(RewardEntry? entry, bool isThen)
        {
            if (entry is not null)
            {
                var zero = RewardSum.Zero(entry.Sum.Granted.Unit);
                var (before, after) = sums.GetValueOrDefault(keyOf(entry), (zero, zero));
                sums[keyOf(entry)] = isThen ? (RewardSum.Sum(before, entry.Sum), after) : (before, RewardSum.Sum(after, entry.Sum));
            }
        }
    }

    /// <summary>All rewards of both sides, without those from before the change that are the same.</summary>
    private static IEnumerable<(RewardEntry? Then, RewardEntry? Now, RewardEntry Any)> Pairs(RewardBook then, RewardBook now) => then._rewards.Keys
        .Union(now._rewards.Keys)
        .SelectMany(id => Pair(then._rewards.GetValueOrDefault(id), now._rewards.GetValueOrDefault(id)))
        .Where(static pair => !(pair.Then is { IsBefore: true } && pair.Then.Sum == pair.Now?.Sum))
        .Select(static pair => (pair.Then, pair.Now, pair.Then ?? pair.Now!));

    /// <summary>One pair; two where the reward is somebody else's or of another unit, since such do not compare.</summary>
    private static IEnumerable<(RewardEntry? Then, RewardEntry? Now)> Pair(RewardEntry? then, RewardEntry? now)
    {
        if (then is null || now is null || (then.Owner == now.Owner && then.Sum.Granted.Unit == now.Sum.Granted.Unit))
        {
            return [(then, now)];
        }

        return [(then, null), (null, now)];
    }
}

/// <summary>What became of one reward on one side.</summary>
internal sealed record RewardEntry
{
    public required string Id { get; init; }

    public required string Rule { get; init; }

    public required Side Side { get; init; }

    public required CustomerId Owner { get; init; }

    public required Instant At { get; init; }

    /// <summary>The place of the input that earned it.</summary>
    public required long Place { get; init; }

    /// <summary>Whether it was granted before the changed program holds.</summary>
    public required bool IsBefore { get; init; }

    public required RewardSum Sum { get; init; }
}

/// <summary>The fold of the ledger's lines by unit and account.</summary>
internal sealed class AccountBook
{
    private readonly Dictionary<(Unit Unit, LedgerAccount Account), long> _sums = [];

    internal void Add(IReadOnlyList<LedgerLine> lines)
    {
        foreach (var line in lines)
        {
            var key = (line.Amount.Unit, line.Account);
            _sums[key] = checked(_sums.GetValueOrDefault(key) + line.Amount.MinorUnits);
        }
    }

    internal static IReadOnlyList<AccountComparison> Compare(AccountBook then, AccountBook now) =>
    [
        .. then._sums.Keys.Union(now._sums.Keys)
            .OrderBy(static key => key.Unit.ToString(), StringComparer.Ordinal)
            .ThenBy(static key => key.Account)
            .Select(key => new AccountComparison
            {
                Unit = key.Unit,
                Account = key.Account,
                Then = Amount.FromMinorUnits(then._sums.GetValueOrDefault(key), key.Unit),
                Now = Amount.FromMinorUnits(now._sums.GetValueOrDefault(key), key.Unit),
            }),
    ];
}

/// <summary>Puts the budgets of both sides beside each other.</summary>
internal static class BudgetBook
{
    /// <param name="then">The budgets of the stored program.</param>
    /// <param name="now">The budgets of the changed one.</param>
    /// <param name="rewards">The rewards that differ.</param>
    internal static IReadOnlyList<BudgetComparison> Compare(
        IEnumerable<BudgetUse> then, IEnumerable<BudgetUse> now, IReadOnlyList<RewardChange> rewards)
    {
        var (before, after) = (then.ToDictionary(UnitOf), now.ToDictionary(UnitOf));
        return
        [
            .. before.Keys.Union(after.Keys).OrderBy(static unit => unit.ToString(), StringComparer.Ordinal).Select(unit => new BudgetComparison
            {
                Unit = unit,
                Then = before.GetValueOrDefault(unit),
                Now = after.GetValueOrDefault(unit),
                Lost = [.. rewards.Where(reward => reward is { Now: null, Reason: RewardCodes.BudgetUsedUp } && reward.Then!.Granted.Unit == unit)],
            }),
        ];
    }

    private static Unit UnitOf(BudgetUse use) => use.Budget.Unit;
}

/// <summary>Counts decisions that come out otherwise, by what they were and what they have come to.</summary>
internal sealed class OutcomeBook
{
    private const int Examples = 3;

    private readonly Dictionary<(string Then, string Now), (int Count, List<OutcomeExample> Examples)> _changes = [];

    internal void AddIf(bool isOther, Decision then, Decision now)
    {
        if (!isOther)
        {
            return;
        }

        var (count, examples) = _changes.GetValueOrDefault((then.Code, now.Code), (0, []));
        if (count < Examples)
        {
            examples.Add(new OutcomeExample { Key = now.Key, At = now.OccurredAt, Then = then.Explanation, Now = now.Explanation });
        }

        _changes[(then.Code, now.Code)] = (count + 1, examples);
    }

    /// <summary>The most frequent first.</summary>
    internal IReadOnlyList<OutcomeChange> ToList() =>
    [
        .. _changes
            .OrderByDescending(static change => change.Value.Count)
            .ThenBy(static change => change.Key.Then, StringComparer.Ordinal)
            .ThenBy(static change => change.Key.Now, StringComparer.Ordinal)
            .Select(static change => new OutcomeChange
            {
                Then = change.Key.Then,
                Now = change.Key.Now,
                Count = change.Value.Count,
                Examples = change.Value.Examples.AsReadOnly(),
            }),
    ];
}

/// <summary>The referrals of one side, and why the other side has not the same.</summary>
internal sealed class ReferralBook
{
    private readonly Dictionary<CustomerId, (CustomerId Referrer, Instant At, long Place)> _referrals = [];
    private readonly Dictionary<CustomerId, string> _reasons = [];

    internal void Add(Decision decision, long place)
    {
        if (Created(decision) is { Customer: { } referee, Referrer: { } referrer } created)
        {
            _referrals[referee] = (referrer, created.OccurredAt, place);
        }
    }

    /// <summary>Notes why the other side did not create the referral that this one has just created.</summary>
    internal void AddReason(Decision own, Decision other)
    {
        if (Created(own) is { Customer: { } referee } && Created(other) is null)
        {
            var refused = other.Facts.FirstOrDefault(static fact => fact.Kind == FactKind.ReferralRefused);
            _reasons[referee] = refused?.Code ?? other.Code;
        }
    }

    internal static IReadOnlyList<ReferralChange> Compare(ReferralBook then, ReferralBook now) =>
    [
        .. then._referrals.Keys.Union(now._referrals.Keys)
            .Where(referee => then.ReferrerOf(referee) != now.ReferrerOf(referee))
            .Select(referee => (referee, made: then._referrals.TryGetValue(referee, out var before) ? before : now._referrals[referee]))
            .OrderBy(static each => each.made.Place)
            .Select(each => new ReferralChange
            {
                Referee = each.referee,
                Then = then.ReferrerOf(each.referee),
                Now = now.ReferrerOf(each.referee),
                At = each.made.At,
                Reason = now.ReferrerOf(each.referee) is null ? then._reasons.GetValueOrDefault(each.referee)
                    : then.ReferrerOf(each.referee) is null ? now._reasons.GetValueOrDefault(each.referee)
                    : null,
            }),
    ];

    private static Fact? Created(Decision decision) => decision.Facts.FirstOrDefault(static fact => fact.Kind == FactKind.ReferralCreated);

    private CustomerId? ReferrerOf(CustomerId referee) => _referrals.TryGetValue(referee, out var referral) ? referral.Referrer : null;
}
