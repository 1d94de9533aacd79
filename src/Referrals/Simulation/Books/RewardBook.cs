using Referrals.Deciding;
using Referrals.Simulation.Comparisons;

namespace Referrals.Simulation.Books;

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
