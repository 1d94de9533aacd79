using Referrals.Storage;

namespace Referrals;

/// <summary>
/// What the rewards of one conversion have used of limits. Room that does not return stays the conversion's own: what one correction takes back,
/// the same or another one grants again, by whichever rule, and it is counted once.
/// </summary>
internal sealed class ConversionSpending
{
    private readonly DecisionDraft _draft;
    private readonly IncentivePlan _plan;
    private readonly ConversionState _conversion;
    private readonly TallyEvent _happened;

    private ConversionSpending(DecisionDraft draft, IncentivePlan plan, ConversionState conversion, TallyEvent happened)
    {
        _draft = draft;
        _plan = plan;
        _conversion = conversion;
        _happened = happened;
    }

    /// <summary>The spending of a conversion as it is in a decision now.</summary>
    internal static ConversionSpending Of(DecisionDraft draft, IncentivePlan plan, QualificationContext context) =>
        new(draft, plan, draft.Read<ConversionState>(StateKeys.Conversion(context.Conversion.Id))!, TallyEvent.Of(context));

    /// <summary>What rules have granted for the conversion and corrections may take back and grant again.</summary>
    internal IEnumerable<(RulePlan Rule, CustomerId Earner, RewardState Reward)> Rewards()
    {
        foreach (var id in _conversion.Rewards)
        {
            if (_draft.Read<RewardState>(StateKeys.Reward(id)) is { IsOfMark: false } reward && RuleOf(reward.Rule) is { } rule)
            {
                yield return (rule, reward.Earner ?? reward.Owner, reward);
            }
        }
    }

    /// <summary>The limits of a rule, and where each is counted; several rules and persons may share one.</summary>
    internal IEnumerable<LimitPlace> Limits(RulePlan rule, Unit unit, CustomerId earner)
    {
        foreach (var cap in rule.CapsOf(unit))
        {
            yield return new LimitPlace(cap.Slot, Place(cap.Slot, earner), cap.IsCount, cap.Cap.RoomReturns);
        }

        if (rule.BudgetOf(unit) is { } budget)
        {
            yield return new LimitPlace(budget.Slot, Place(budget.Slot, earner), IsCount: false, Returns: false);
        }

        if (rule.TaxSlotOf(unit) is var tax and >= 0)
        {
            yield return new LimitPlace(tax, Place(tax, earner), IsCount: false, Returns: false);
        }
    }

    /// <summary>Where a limit is counted.</summary>
    internal RecordKey Place(int slot, CustomerId earner)
    {
        var tally = _plan.Tallies[slot];
        var place = TallyPlace.Of(tally, _plan.Calendar, _happened, earner);
        return tally.Over.IsTrailing ? place.Activity : place.Counter;
    }

    /// <summary>What stands of the conversion's rewards, as a limit counts it.</summary>
    internal long Standing(RecordKey place, Func<RulePlan, CustomerId, Unit, bool>? only = null) => Sum(place, Rewards()
        .Where(each => only?.Invoke(each.Rule, each.Earner, each.Reward.Granted.Unit) != false)
        .Select(static each => (each.Rule, each.Earner, each.Reward.Left)));

    /// <summary>What a limit whose room does not return has counted for the conversion.</summary>
    internal long Spent(RecordKey place) => _conversion.Spent.Count == 0
        ? Sum(place, Granted())
        : _conversion.Spent.FirstOrDefault(each => each.Key == place.Id)?.Value ?? 0;

    /// <summary>Counts one more reward where it goes beyond what limits have counted for the conversion already.</summary>
    /// <returns>How much is to be counted, by the slot of the limit.</returns>
    internal IReadOnlyDictionary<int, long> Count(RulePlan rule, CustomerId earner, Unit unit, long amount, bool isFirst)
    {
        var limits = Limits(rule, unit, earner).Where(static limit => !limit.Returns).DistinctBy(static limit => limit.Place).ToArray();
        var counted = limits.ToDictionary(static limit => limit.Slot, limit => Math.Max(
            0, Standing(limit.Place) + (!limit.IsCount ? amount : isFirst ? 1 : 0) - Spent(limit.Place)));
        var more = limits.ToDictionary(static limit => limit.Place, limit => counted[limit.Slot]);
        _draft.Write(StateKeys.Conversion(_conversion.Conversion.Id), _conversion with
        {
            Spent = Granted().SelectMany(each => Limits(each.Rule, each.Amount.Unit, each.Earner)).Concat(limits)
                .Where(static limit => !limit.Returns)
                .Select(static limit => limit.Place)
                .Distinct()
                .Select(place => new CountedTally { Key = place.Id, Value = Spent(place) + more.GetValueOrDefault(place) })
                .Where(static each => each.Value > 0)
                .OrderBy(static each => each.Key, StringComparer.Ordinal)
                .ToValueList(),
        });
        return counted;
    }

    private IEnumerable<(RulePlan Rule, CustomerId Earner, Amount Amount)> Granted() => Rewards()
        .Select(static each => (each.Rule, each.Earner, each.Reward.Granted))
        .Concat(_conversion.Withdrawn
            .Select(each => (Rule: RuleOf(each.Rule), each.Earner, each.Granted))
            .Where(static each => each.Rule is not null)
            .Select(static each => (each.Rule!, each.Earner, each.Granted)));

    private long Sum(RecordKey place, IEnumerable<(RulePlan Rule, CustomerId Earner, Amount Amount)> rewards)
    {
        var sum = 0L;
        foreach (var each in rewards.GroupBy(static each => (each.Rule, each.Earner, each.Amount.Unit)))
        {
            var amount = each.Sum(static one => one.Amount.MinorUnits);
            if (amount > 0 && Limits(each.Key.Rule, each.Key.Unit, each.Key.Earner).FirstOrDefault(limit => limit.Place == place) is { Slot: >= 0 } limit)
            {
                sum = checked(sum + limit.Of(amount));
            }
        }

        return sum;
    }

    private RulePlan? RuleOf(string name) => _plan.Rules.FirstOrDefault(rule => rule.Incentive.Name == name);
}

/// <summary>One limit of a rule for somebody.</summary>
/// <param name="Slot">Its place in the plan's list of numbers.</param>
/// <param name="Place">Where it is counted.</param>
/// <param name="IsCount">Whether it limits the number of rewards, and not their amount.</param>
/// <param name="Returns">Whether it gets its room back when a reward is taken back.</param>
internal sealed record LimitPlace(int Slot, RecordKey Place, bool IsCount, bool Returns)
{
    /// <summary>What the limit counts of an amount.</summary>
    internal long Of(long amount) => !IsCount ? amount : amount > 0 ? 1 : 0;
}
