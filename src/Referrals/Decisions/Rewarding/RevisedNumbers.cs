using Referrals.Storage;

namespace Referrals;

/// <summary>
/// What rules read when they are asked again about a conversion, one after the other: each sees what those before it use of the limits that they share,
/// as when a conversion is decided.
/// </summary>
internal abstract class RevisedNumbers
{
    /// <summary>What a rule reads about somebody whom it rewards.</summary>
    internal IRuleState For(RulePlan rule, CustomerId owner) => new Reading(this, rule, owner);

    /// <summary>Uses up what a rule grants of the limits.</summary>
    internal abstract void Use(RulePlan rule, CustomerId owner, IncentiveOutcome outcome);

    protected abstract long Number(RulePlan rule, CustomerId owner, int slot, CustomerId of);

    protected abstract string? Choice(string rule, CustomerId owner);

    private sealed class Reading(RevisedNumbers numbers, RulePlan rule, CustomerId owner) : IRuleState
    {
        public long Tally(int slot, CustomerId of) => numbers.Number(rule, owner, slot, of);

        public string? Choice(string about, CustomerId of) => numbers.Choice(about, of);
    }
}

/// <summary>The numbers as rules were told them when the conversion was decided, before it used anything itself.</summary>
internal sealed class NumbersOfThen(
    DecisionDraft draft, IncentivePlan plan, QualificationContext context, ReferralState referral, JudgedRuleState then) : RevisedNumbers
{
    private readonly ConversionSpending _places = ConversionSpending.Of(draft, plan, context);
    private readonly Dictionary<RecordKey, long> _used = [];

    internal override void Use(RulePlan rule, CustomerId owner, IncentiveOutcome outcome)
    {
        foreach (var limit in _places.Limits(rule, outcome.Unit, owner).DistinctBy(static limit => limit.Place))
        {
            _used[limit.Place] = _used.GetValueOrDefault(limit.Place) + limit.Of(checked(outcome.MinorUnits + outcome.RaiseMinorUnits));
        }
    }

    protected override long Number(RulePlan rule, CustomerId owner, int slot, CustomerId of)
    {
        if (!plan.Tallies[slot].IsLimit)
        {
            return then.Tally(slot, of);
        }

        // Of those who share a limit, the first was told what it was before the conversion, the others what the first had left.
        var place = _places.Place(slot, of);
        return _used.GetValueOrDefault(place) + plan.Rules
            .Where(each => Uses(each, slot))
            .SelectMany(each => RewardOwners.Of(draft, each.Incentive, referral, context.Referee))
            .Where(each => _places.Place(slot, each.Owner) == place)
            .Select(each => then.Tally(slot, each.Owner))
            .Append(then.Tally(slot, of))
            .Min();
    }

    private static bool Uses(RulePlan rule, int slot) => !rule.IsBySignUp
        && (rule.Caps.Any(cap => cap.Slot == slot)
            || rule.Incentive.Units.Any(unit => rule.BudgetOf(unit)?.Slot == slot || rule.TaxSlotOf(unit) == slot));

    protected override string? Choice(string rule, CustomerId owner) => then.Choice(rule, owner);
}

/// <summary>
/// The numbers as of when a conversion was decided, except limits and what counts once for a rule: these are of today, without what the conversion itself
/// has used of them, and with what its other rewards keep or get.
/// </summary>
internal sealed class NumbersOfToday(
    DecisionDraft draft,
    IncentivePlan plan,
    QualificationContext context,
    ConversionState conversion,
    IReadOnlyList<RevisedReward> rewards,
    JudgedRuleState then,
    bool isAtItsPlace) : RevisedNumbers
{
    private readonly ConversionSpending _spending = ConversionSpending.Of(draft, plan, context);
    private readonly DraftRuleState _now = new(draft, plan, context, conversion.Counted, []);
    private readonly Dictionary<RevisedReward, long> _asked = new(ReferenceEqualityComparer.Instance);

    internal override void Use(RulePlan rule, CustomerId owner, IncentiveOutcome outcome)
    {
        if (rewards.FirstOrDefault(each => each.Rule == rule && each.Earner == owner && each.Unit == outcome.Unit) is { } reward)
        {
            _asked[reward] = Math.Max(Kept(reward), Math.Min(outcome.MinorUnits, reward.Target));
        }
    }

    protected override long Number(RulePlan rule, CustomerId owner, int slot, CustomerId of)
    {
        var tally = plan.Tallies[slot];
        if (!tally.IsLimit)
        {
            return !isAtItsPlace && MeasureTallies.IsOfRule(tally.Name) ? Math.Max(0, _now.Tally(slot, of)) : then.Tally(slot, of);
        }

        var place = _spending.Place(slot, of);
        var own = Returns(slot) ? _spending.Standing(place) : _spending.Spent(place);
        var others = _spending.Standing(place, (other, earner, unit) => rewards.All(each => each.Rule != other || each.Earner != earner || each.Unit != unit));
        foreach (var each in rewards)
        {
            if ((each.Rule != rule || each.Earner != owner)
                && _spending.Limits(each.Rule, each.Unit, each.Earner).FirstOrDefault(limit => limit.Place == place) is { } limit)
            {
                others += limit.Of(_asked.GetValueOrDefault(each, Kept(each)));
            }
        }

        return Math.Max(0, _now.Tally(slot, of) - own + others);
    }

    protected override string? Choice(string rule, CustomerId owner) => then.Choice(rule, owner);

    /// <summary>What a reward keeps in any case: what is too much is taken back before anything is granted.</summary>
    private static long Kept(RevisedReward reward) => Math.Min(reward.Standing, reward.Target);

    private bool Returns(int slot) => plan.Rules.Any(rule => rule.Caps.Any(cap => cap.Slot == slot && cap.Cap.RoomReturns));
}
