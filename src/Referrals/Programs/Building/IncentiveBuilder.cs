using System.Globalization;
using Referrals.Rewards;
using Referrals.Rewards.Parts;

namespace Referrals.Programs.Building;

/// <summary>Says who gets what, when, how often at most, and what becomes of it later.</summary>
public sealed partial class IncentiveBuilder
{
    private readonly ConditionBuilder _when = new();
    private readonly Side _side;
    private string? _name;
    private RewardFormula? _formula;
    private Cap? _cap;
    private UplineLevels? _levels;
    private Window? _hold;
    private RefundPolicy _onRefund = RefundPolicy.Reverse;

    internal IncentiveBuilder(Side side) => _side = side;

    /// <summary>The rule's name in explanations and in the ids of its rewards.</summary>
    public IncentiveBuilder Named(string name)
    {
        _name = InputText.Check(name);
        return this;
    }

    /// <summary>What the conversion must fulfil for this rule, besides the program's own qualification.</summary>
    public IncentiveBuilder When(Action<ConditionBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(_when);
        return this;
    }

    /// <summary>Always the same amount.</summary>
    public IncentiveBuilder Flat(decimal amount, string unit) => Set(RewardFormula.Flat(Amount.Of(amount, unit)));

    /// <summary>A share of the conversion's amount, in percent, in one unit.</summary>
    /// <param name="percent">Above 0, at most 10,000.</param>
    /// <param name="unit">The unit that the conversion's amount must have.</param>
    /// <param name="ceiling">The most that one conversion can earn, in the same unit; <c>null</c> for no limit.</param>
    public IncentiveBuilder PercentOf(decimal percent, string unit, decimal? ceiling = null) => Set(RewardFormula.PercentOf(
        Percentage.Of(percent), Unit.Parse(unit), ceiling is { } limit ? Amount.Of(limit, unit) : null));

    /// <summary>A rule of the host's own, by the name under which it is registered.</summary>
    public IncentiveBuilder Custom(string name, string unit) => Set(RewardFormula.Custom(name, Unit.Parse(unit)));

    /// <summary>The largest sum that one customer can earn by this rule, in all unless a period follows. What exceeds it is cut off.</summary>
    public IncentiveBuilder AtMost(decimal amount, string unit)
    {
        _cap = Cap.OfAmount(Amount.Of(amount, unit));
        return this;
    }

    /// <summary>The largest number of rewards that one customer can earn by this rule, in all unless a period follows.</summary>
    public IncentiveBuilder AtMostRewards(int rewards)
    {
        _cap = Cap.OfRewards(rewards);
        return this;
    }

    /// <summary>The cap begins anew every calendar day.</summary>
    public IncentiveBuilder PerCalendarDay() => Per(CapPeriod.Day);

    /// <summary>The cap begins anew every ISO week.</summary>
    public IncentiveBuilder PerCalendarWeek() => Per(CapPeriod.Week);

    /// <summary>The cap begins anew every calendar month.</summary>
    public IncentiveBuilder PerCalendarMonth() => Per(CapPeriod.Month);

    /// <summary>The cap begins anew every calendar year.</summary>
    public IncentiveBuilder PerCalendarYear() => Per(CapPeriod.Year);

    /// <summary>A reward that would exceed the cap is not granted at all, instead of being cut to what is left.</summary>
    /// <exception cref="InvalidOperationException">No cap was given before.</exception>
    public IncentiveBuilder RefusedAtCap()
    {
        var cap = GivenCap();
        _cap = cap.Amount is { } amount ? Cap.OfAmount(amount, cap.Period, CapAction.Refuse) : cap;
        return this;
    }

    /// <summary>
    /// Shares the reward with those above the referrer: each level gets so much of the one before, and all together at most the reward.
    /// </summary>
    /// <param name="count">2 to 5 levels, the referrer included.</param>
    /// <param name="percentOfTheOneBefore">Above 0 and below 100; 50 is usual.</param>
    /// <exception cref="InvalidOperationException">The rule rewards the referee, above whom nobody is meant.</exception>
    public IncentiveBuilder SharedOverLevels(int count, decimal percentOfTheOneBefore)
    {
        if (_side == Side.Referee)
        {
            throw new InvalidOperationException("Only a referrer's reward is shared over levels; call this in RewardReferrer.");
        }

        _levels = UplineLevels.Of(count, Percentage.Of(percentOfTheOneBefore));
        return this;
    }

    /// <summary>How long a reward is held before its owner can use it; say then of what: <c>HeldFor(14).Days()</c>.</summary>
    public WindowChoice<IncentiveBuilder> HeldFor(int length) => new(length, window =>
    {
        _hold = window;
        return this;
    });

    /// <summary>The reward is kept when its conversion is refunded. Without this it is taken back in proportion.</summary>
    public IncentiveBuilder KeptOnRefund()
    {
        _onRefund = RefundPolicy.Keep;
        return this;
    }

    internal Incentive Build(int number)
    {
        var side = _side == Side.Referrer ? "referrer" : "referee";
        var formula = _formula ?? throw new InvalidOperationException(
            $"The rule for the {side} says not how much; call Flat, PercentOf or Custom.");
        var name = _name ?? (number == 1 ? side : string.Create(CultureInfo.InvariantCulture, $"{side}-{number}"));
        return new Incentive(name, _side, _when.Build(), formula)
        {
            Cap = _cap,
            Levels = _levels,
            Hold = _hold,
            Review = _review,
            Expiry = _expiry,
            OnRefund = _onRefund,
        };
    }

    private IncentiveBuilder Per(CapPeriod period)
    {
        var cap = GivenCap();
        _cap = cap.Amount is { } amount ? Cap.OfAmount(amount, period, cap.Action) : Cap.OfRewards(cap.Rewards!.Value, period);
        return this;
    }

    private Cap GivenCap() => _cap ?? throw new InvalidOperationException(
        "There is no cap yet that a period could belong to; call AtMost or AtMostRewards first.");

    private IncentiveBuilder Set(RewardFormula formula)
    {
        _formula = formula;
        return this;
    }
}
