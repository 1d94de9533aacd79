using Referrals.Qualification;
using Referrals.Rewards;
using Referrals.Rewards.Adjustments;
using Referrals.Rewards.Tables;

namespace Referrals.Programs.Building;

/// <content>How much.</content>
public sealed partial class IncentiveBuilder
{
    /// <summary>Always the same amount.</summary>
    public IncentiveBuilder Flat(decimal amount, string unit) => Give(RewardFormula.Flat(Amount.Of(amount, unit)));

    /// <summary>A share of the conversion's amount, in percent, in one unit.</summary>
    /// <param name="percent">Above 0, at most 10,000.</param>
    /// <param name="unit">The unit that the conversion's amount must have.</param>
    /// <param name="ceiling">The most that one conversion can earn, in the same unit; <c>null</c> for no limit.</param>
    /// <param name="floor">The least that one conversion earns, in the same unit; <c>null</c> for no limit.</param>
    public IncentiveBuilder PercentOf(decimal percent, string unit, decimal? ceiling = null, decimal? floor = null) => Give(RewardFormula.PercentOf(
        Percentage.Of(percent), Unit.Parse(unit), InUnit(ceiling, unit), InUnit(floor, unit)));

    /// <summary>A share of those lines of the order that fulfil a condition, in percent, in one unit.</summary>
    public IncentiveBuilder PercentOfLines(decimal percent, string unit, Condition lines) =>
        Give(RewardFormula.PercentOf(Percentage.Of(percent), Unit.Parse(unit), lines: lines));

    /// <summary>So much for each piece of the order's lines, or of those that fulfil a condition.</summary>
    public IncentiveBuilder PerPiece(decimal amount, string unit, Condition? lines = null) => Give(RewardFormula.PerPiece(Amount.Of(amount, unit), lines));

    /// <summary>So much for every full step of the conversion's amount: <c>PerSpend(1, "points", 10, "EUR")</c>.</summary>
    public IncentiveBuilder PerSpend(decimal amount, string unit, decimal step, string stepUnit) =>
        Give(RewardFormula.PerSpend(Amount.Of(amount, unit), Amount.Of(step, stepUnit)));

    /// <summary>A reward that grows with the number of conversions that qualified, or with what the table is told to count.</summary>
    public IncentiveBuilder Tiered(Action<TierTableBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var builder = new TierTableBuilder();
        configure(builder);
        return Give(RewardFormula.Tiered(builder.Build()));
    }

    /// <summary>A reward each time so many conversions have qualified: the nth, the 2nth and so on.</summary>
    public IncentiveBuilder Every(int conversions, decimal amount, string unit) =>
        Give(RewardFormula.EveryMilestone(Measure.RuleConversions(), conversions, RewardFormula.Flat(Amount.Of(amount, unit))));

    /// <summary>A reward once so many conversions have qualified. Call it again for further marks.</summary>
    public IncentiveBuilder AtMilestone(int conversions, decimal amount, string unit)
    {
        _milestones.Add(Tier.Of(conversions, RewardFormula.Flat(Amount.Of(amount, unit))));
        return Give(RewardFormula.AtMilestones(Measure.RuleConversions(), _milestones));
    }

    /// <summary>For the first so many payments of each referee only. Call it after the reward itself.</summary>
    /// <exception cref="InvalidOperationException">No reward was given before.</exception>
    public IncentiveBuilder ForPayments(int payments) => Give(RewardFormula.Recurring(Given(), payments));

    /// <summary>For so long after the referee's first conversion of that name; say then of what: <c>ForTime(12).CalendarMonths()</c>.</summary>
    /// <exception cref="InvalidOperationException">No reward was given before.</exception>
    public WindowChoice<IncentiveBuilder> ForTime(int length) => new(length, window => Give(RewardFormula.Recurring(Given(), within: window)));

    /// <summary>A rule of the host's own, by the name under which it is registered.</summary>
    public IncentiveBuilder Custom(string name, string unit) => Give(RewardFormula.Custom(name, Unit.Parse(unit)));

    /// <summary>Any other formula, such as <see cref="RewardFormula.Staged"/> or <see cref="RewardFormula.Choice"/>.</summary>
    public IncentiveBuilder Give(RewardFormula formula)
    {
        ArgumentNullException.ThrowIfNull(formula);
        _formula = formula;
        return this;
    }

    /// <summary>Another reward where a condition holds, such as a partner's own rate. The first that holds is used.</summary>
    public IncentiveBuilder Override(Condition when, RewardFormula formula)
    {
        _overrides.Add(RewardOverride.Of(when, formula));
        return this;
    }

    /// <summary>Multiplies the reward where a condition holds, such as double points on a weekend.</summary>
    public IncentiveBuilder Times(decimal factor, Condition when)
    {
        _multipliers.Add(Multiplier.Of(factor, when));
        return this;
    }

    /// <summary>What several multipliers make together. Without this, their product.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is no mode.</exception>
    public IncentiveBuilder CombineMultipliers(MultiplierMode mode)
    {
        _multiplierMode = Enum.IsDefined(mode)
            ? mode
            : throw new ArgumentOutOfRangeException(nameof(mode), mode, "This is no mode of multipliers.");
        return this;
    }

    private readonly List<Tier> _milestones = [];

    private static Amount? InUnit(decimal? amount, string unit) => amount is { } value ? Amount.Of(value, unit) : null;

    private RewardFormula Given() => _formula ?? throw new InvalidOperationException(
        "There is no reward yet that could be limited; call Flat, PercentOf or another of the rewards first.");
}
