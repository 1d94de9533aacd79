using System.Globalization;
using NodaTime;

namespace Referrals;

/// <summary>
/// Says who gets what, when, how often at most, and what becomes of it later. Every call is a whole thought; the order does not
/// matter, and what is said twice is a finding of <see cref="ReferralProgram.Create"/>.
/// </summary>
public sealed class IncentiveBuilder
{
    private readonly Side _side;
    private readonly Said _said;
    private readonly string _path;
    private readonly ConditionBuilder _when;
    private readonly List<Tier> _milestones = [];
    private readonly List<Cap> _caps = [];
    private readonly List<RewardOverride> _overrides = [];
    private readonly List<Multiplier> _multipliers = [];
    private string? _name;
    private RewardFormula? _formula;
    private bool _isGiven;
    private int? _payments;
    private TimePeriod? _forTime;
    private MultiplierMode? _multiplierMode;
    private UplineLevels? _levels;
    private Donation? _donation;
    private TimePeriod? _hold;
    private ReviewRule? _review;
    private RewardExpiry? _expiry;
    private int _priority;
    private string? _group;
    private bool _isShadow;
    private RefundPolicy _onRefund = RefundPolicy.Reverse;

    internal IncentiveBuilder(Side side, Said said, string path)
    {
        _side = side;
        _said = said;
        _path = path;
        _when = new ConditionBuilder(said, path + ".when");
    }

    /// <summary>The rule's name in explanations and in the ids of its rewards.</summary>
    public IncentiveBuilder Named(string name)
    {
        _ = Once("name", nameof(Named));
        _name = InputText.Check(name);
        return this;
    }

    /// <summary>What the conversion must fulfil for this rule, besides the program's own qualification.</summary>
    public IncentiveBuilder When(Action<ConditionBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(_when);
        _said.Something(_when.SaysSomething, _path + ".when", nameof(When));
        return this;
    }

    /// <summary>Always the same amount.</summary>
    public IncentiveBuilder Flat(decimal amount, string unit) => Reward(nameof(Flat), RewardFormula.Flat(Amount.Of(amount, unit)));

    /// <summary>A share of the conversion's amount, in percent, in one unit.</summary>
    /// <param name="percent">Above 0, at most 10,000.</param>
    /// <param name="unit">The unit that the conversion's amount must have.</param>
    /// <param name="ceiling">The most that one conversion can earn, in the same unit; <c>null</c> for no limit.</param>
    /// <param name="floor">The least that one conversion earns, in the same unit; <c>null</c> for no limit.</param>
    /// <param name="lines">Which lines of the order count; <c>null</c> for the whole order.</param>
    public IncentiveBuilder PercentOf(decimal percent, string unit, decimal? ceiling = null, decimal? floor = null, Condition? lines = null) =>
        Reward(nameof(PercentOf), RewardFormula.PercentOf(
            Percentage.Of(percent), Unit.Parse(unit), InUnit(ceiling, unit), InUnit(floor, unit), lines));

    /// <summary>So much for each piece of the order's lines, or of those that fulfil a condition.</summary>
    public IncentiveBuilder PerPiece(decimal amount, string unit, Condition? lines = null) =>
        Reward(nameof(PerPiece), RewardFormula.PerPiece(Amount.Of(amount, unit), lines));

    /// <summary>So much for every full step of the conversion's amount: <c>PerSpend(1, "points", 10, "EUR")</c>.</summary>
    public IncentiveBuilder PerSpend(decimal amount, string unit, decimal step, string stepUnit) =>
        Reward(nameof(PerSpend), RewardFormula.PerSpend(Amount.Of(amount, unit), Amount.Of(step, stepUnit)));

    /// <summary>A reward that grows with the number of conversions that qualified, or with what the table is told to count.</summary>
    public IncentiveBuilder Tiered(Action<TierTableBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var builder = new TierTableBuilder(_said, _path + ".reward.tiers");
        configure(builder);
        return Reward(nameof(Tiered), builder.Build() is { } table ? RewardFormula.Tiered(table) : null);
    }

    /// <summary>A reward each time so many conversions have qualified: the nth, the 2nth and so on.</summary>
    public IncentiveBuilder Every(int conversions, decimal amount, string unit) => Reward(
        nameof(Every), RewardFormula.EveryMilestone(Measure.RuleConversions(), conversions, RewardFormula.Flat(Amount.Of(amount, unit))));

    /// <summary>A reward once so many conversions have qualified. Call it again for further marks.</summary>
    public IncentiveBuilder AtMilestone(int conversions, decimal amount, string unit)
    {
        _milestones.Add(Tier.Of(conversions, RewardFormula.Flat(Amount.Of(amount, unit))));
        return _milestones.Count == 1 ? Reward(nameof(AtMilestone), null) : this;
    }

    /// <summary>A custom rule, by the name under which it is registered.</summary>
    public IncentiveBuilder Custom(string name, string unit) => Custom(name, unit, RuleParameters.None);

    /// <summary>A custom rule with parameters, by its registered name, grants this unit.</summary>
    public IncentiveBuilder Custom(string name, string unit, RuleParameters with) => Reward(nameof(Custom), RewardFormula.Custom(name, Unit.Parse(unit), with));

    /// <summary>Any other formula, such as <see cref="RewardFormula.Staged"/> or <see cref="RewardFormula.Choice"/>.</summary>
    public IncentiveBuilder Give(RewardFormula formula)
    {
        ArgumentNullException.ThrowIfNull(formula);
        return Reward(nameof(Give), formula);
    }

    /// <summary>The reward is for the first so many payments of each referee only.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public IncentiveBuilder ForPayments(int payments)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(payments, 1);
        _ = Once("reward.recurring.payments", nameof(ForPayments));
        _payments = payments;
        return this;
    }

    /// <summary>The reward is for so long after the referee's first conversion of that name, such as <c>ForTime(TimePeriod.Months(12))</c>.</summary>
    public IncentiveBuilder ForTime(TimePeriod period)
    {
        ArgumentNullException.ThrowIfNull(period);
        _ = Once("reward.recurring.within", nameof(ForTime));
        _forTime = period;
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
    /// <exception cref="ArgumentOutOfRangeException">The value is not defined.</exception>
    public IncentiveBuilder CombineMultipliers(MultiplierMode mode)
    {
        _ = Once("combineMultipliers", nameof(CombineMultipliers));
        _multiplierMode = Enum.IsDefined(mode)
            ? mode
            : throw new ArgumentOutOfRangeException(nameof(mode), mode, "This is not a valid MultiplierMode.");
        return this;
    }

    /// <summary>The largest sum that one customer can earn by this rule. Called again, it adds a further cap.</summary>
    /// <param name="amount">The amount, above zero.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="per">Over which time, such as <c>TimeFrame.CalendarMonth</c>; <c>null</c> for in all.</param>
    /// <param name="perReferral">Whether the cap is for what comes of each referral by itself.</param>
    /// <param name="atCap">Whether a reward that does not fit is cut to what is left, or not granted at all.</param>
    /// <param name="roomReturns">Whether what is taken back makes room again.</param>
    public IncentiveBuilder AtMost(
        decimal amount, string unit, TimeFrame? per = null, bool perReferral = false, CapAction atCap = CapAction.Clamp, bool roomReturns = false) =>
        Limit(Cap.OfAmount(Amount.Of(amount, unit), per, atCap, perReferral, roomReturns));

    /// <summary>The largest number of rewards that one customer can earn by this rule. Called again, it adds a further cap.</summary>
    /// <param name="rewards">The number, from 1.</param>
    /// <param name="per">Over which time, such as <c>TimeFrame.CalendarYear</c>; <c>null</c> for in all.</param>
    /// <param name="perReferral">Whether the cap is for what comes of each referral by itself.</param>
    /// <param name="roomReturns">Whether what is taken back makes room again.</param>
    public IncentiveBuilder AtMostRewards(int rewards, TimeFrame? per = null, bool perReferral = false, bool roomReturns = false) =>
        Limit(Cap.OfRewards(rewards, per, perReferral, roomReturns));

    /// <summary>Rewards each referral once only.</summary>
    public IncentiveBuilder OncePerReferral() => Limit(Cap.OfRewards(1, perReferral: true));

    /// <summary>A cap. Called again, it adds a further cap; all of them hold.</summary>
    public IncentiveBuilder Limit(Cap cap)
    {
        ArgumentNullException.ThrowIfNull(cap);
        _caps.Add(cap);
        return this;
    }

    /// <summary>
    /// Shares the reward with those above the referrer: each level gets so much of the one before, and all together at most the reward.
    /// For the referrer's rules only.
    /// </summary>
    /// <param name="count">2 to 5 levels, the referrer included.</param>
    /// <param name="percentOfTheOneBefore">Above 0 and below 100; 50 is usual.</param>
    public IncentiveBuilder SharedOverLevels(int count, decimal percentOfTheOneBefore)
    {
        _ = Once("levels", nameof(SharedOverLevels));
        _levels = UplineLevels.Of(count, Percentage.Of(percentOfTheOneBefore));
        return this;
    }

    /// <summary>Gives a part of the reward, in percent, to a cause instead of the customer.</summary>
    /// <param name="cause">The cause's name: 1 to 64 characters out of <c>a-z A-Z 0-9 . _ -</c>.</param>
    /// <param name="percent">Above 0, at most 100, which is all of it.</param>
    public IncentiveBuilder DonatedTo(string cause, decimal percent = 100)
    {
        _ = Once("donation", nameof(DonatedTo));
        _donation = Donation.Of(cause, Percentage.Of(percent));
        return this;
    }

    /// <summary>Comes before rules of a lower priority, where only the first is granted. Without this, 0.</summary>
    public IncentiveBuilder WithPriority(int priority)
    {
        _ = Once("priority", nameof(WithPriority));
        _priority = priority;
        return this;
    }

    /// <summary>Competes only with the rules of the same group; see <see cref="ReferralProgramBuilder.Group"/>.</summary>
    public IncentiveBuilder InGroup(string group)
    {
        _ = Once("group", nameof(InGroup));
        _group = InputText.Check(group);
        return this;
    }

    /// <summary>Is only tried out: evaluated and reported with every conversion, never granted.</summary>
    public IncentiveBuilder AsShadow()
    {
        _ = Once("shadow", nameof(AsShadow));
        _isShadow = true;
        return this;
    }

    /// <summary>How long a reward is held before its owner can use it, such as <c>HeldFor(TimePeriod.Days(14))</c>.</summary>
    public IncentiveBuilder HeldFor(TimePeriod period)
    {
        ArgumentNullException.ThrowIfNull(period);
        _ = Once("hold", nameof(HeldFor));
        _hold = period;
        return this;
    }

    /// <summary>Rewards wait for approval. A hold goes on meanwhile.</summary>
    /// <param name="within">How long the review can take, from the grant.</param>
    /// <param name="whenOverdue">What happens when nobody has decided by then.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value of <paramref name="whenOverdue"/> is not defined.</exception>
    public IncentiveBuilder Reviewed(TimePeriod within, WhenOverdue whenOverdue)
    {
        _ = Once("review", nameof(Reviewed));
        _review = ReviewRule.Of(within, whenOverdue);
        return this;
    }

    /// <summary>What is not used so long after it vested expires. With another expiry, the earlier end counts.</summary>
    public IncentiveBuilder ExpiresAfter(TimePeriod period) => Expires("after", nameof(ExpiresAfter), RewardExpiry.After(period));

    /// <summary>What is not used by the end of a day in the program's zone expires. With another expiry, the earlier end counts.</summary>
    public IncentiveBuilder ExpiresOn(LocalDate lastDay) => Expires("lastDay", nameof(ExpiresOn), RewardExpiry.On(lastDay));

    /// <summary>
    /// What is left expires so long after the last activity of its owner; see <see cref="RewardExpiry"/> for what counts as activity.
    /// With another expiry, the earlier end counts: <c>ExpiresAfterInactivity(TimePeriod.Months(18)).ExpiresAfter(TimePeriod.Months(48))</c>.
    /// </summary>
    public IncentiveBuilder ExpiresAfterInactivity(TimePeriod period) =>
        Expires("inactivity", nameof(ExpiresAfterInactivity), RewardExpiry.AfterInactivity(period));

    /// <summary>The reward is kept when its conversion is refunded. Without this it is taken back in proportion.</summary>
    public IncentiveBuilder KeptOnRefund()
    {
        _ = Once("onRefund", nameof(KeptOnRefund));
        _onRefund = RefundPolicy.Keep;
        return this;
    }

    /// <summary>
    /// After a refund, the reward becomes what the rest of the conversion would have earned from the start; see
    /// <see cref="RefundPolicy.Recompute"/>. Without this it is taken back in proportion.
    /// </summary>
    public IncentiveBuilder RecomputedOnRefund()
    {
        _ = Once("onRefund", nameof(RecomputedOnRefund));
        _onRefund = RefundPolicy.Recompute;
        return this;
    }

    /// <summary>The rule. Where its reward is missing or wrong, which is reported, it keeps its place so that the paths of the others stay right.</summary>
    internal Incentive Build(int number)
    {
        var side = _side == Side.Referrer ? "referrer" : "referee";
        if (!_isGiven)
        {
            _said.Add(
                ProgramCodes.MissingMember, _path + ".reward", $"The rule for the {side} does not say how much; call Flat, PercentOf, Tiered or another of the rewards.");
        }

        var formula = Formula();
        var name = _name ?? (number == 1 ? side : string.Create(CultureInfo.InvariantCulture, $"{side}-{number}"));
        return new Incentive(name, _side, _when.Build(), formula ?? RewardFormula.Flat(Amount.FromMinorUnits(1, Unit.Of("unreadable"))))
        {
            OverrideList = _overrides.ToValueList(),
            MultiplierList = _multipliers.ToValueList(),
            MultiplierMode = _multiplierMode ?? default,
            CapList = formula is null ? [] : _caps.ToValueList(),
            Priority = _priority,
            Group = _group,
            IsShadow = _isShadow,
            Donation = _donation,
            Levels = _levels,
            Hold = _hold,
            Review = _review,
            Expiry = _expiry,
            OnRefund = _onRefund,
        };
    }

    private RewardFormula? Formula()
    {
        var formula = _milestones.Count == 0
            ? _formula
            : _said.Try(_path + ".reward.milestones", () => RewardFormula.AtMilestones(Measure.RuleConversions(), _milestones));
        return formula is null || (_payments is null && _forTime is null)
            ? formula
            : _said.Try(_path + ".reward.recurring", () => RewardFormula.Recurring(formula, _payments, _forTime));
    }

    private IncentiveBuilder Reward(string call, RewardFormula? formula)
    {
        _ = Once("reward", call);
        _isGiven = true;
        _formula = formula;
        return this;
    }

    private IncentiveBuilder Expires(string member, string call, RewardExpiry expiry)
    {
        if (Once("expiry." + member, call))
        {
            _expiry = _expiry is null ? expiry : _expiry.And(expiry);
        }

        return this;
    }

    private bool Once(string member, string call) => _said.Once($"{_path}.{member}", call);

    private static Amount? InUnit(decimal? amount, string unit) => amount is { } value ? Amount.Of(value, unit) : null;
}
