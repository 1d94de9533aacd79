using System.Globalization;
using Referrals.Rewards;
using Referrals.Rewards.Adjustments;
using Referrals.Rewards.Limits;
using Referrals.Rewards.Parts;

namespace Referrals.Programs.Building;

/// <summary>Says who gets what, when, how often at most, and what becomes of it later.</summary>
public sealed partial class IncentiveBuilder
{
    private readonly ConditionBuilder _when = new();
    private readonly Side _side;
    private string? _name;
    private RewardFormula? _formula;
    private readonly List<Cap> _caps = [];
    private readonly List<RewardOverride> _overrides = [];
    private readonly List<Multiplier> _multipliers = [];
    private UplineLevels? _levels;
    private Window? _hold;
    private Donation? _donation;
    private MultiplierMode _multiplierMode;
    private int _priority;
    private string? _group;
    private bool _isShadow;
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

    /// <summary>Gives a part of the reward, in percent, to a cause instead of the customer.</summary>
    /// <param name="cause">The cause's name: 1 to 64 characters out of <c>a-z A-Z 0-9 . _ -</c>.</param>
    /// <param name="percent">Above 0, at most 100, which is all of it.</param>
    public IncentiveBuilder DonatedTo(string cause, decimal percent = 100)
    {
        _donation = Donation.Of(cause, Percentage.Of(percent));
        return this;
    }

    /// <summary>Comes before rules of a lower priority, where only the first is granted. Without this, 0.</summary>
    public IncentiveBuilder WithPriority(int priority)
    {
        _priority = priority;
        return this;
    }

    /// <summary>Competes only with the rules of the same group; see <see cref="ReferralProgramBuilder.Group"/>.</summary>
    public IncentiveBuilder InGroup(string group)
    {
        _group = InputText.Check(group);
        return this;
    }

    /// <summary>Is only tried out: evaluated and reported with every conversion, never granted.</summary>
    public IncentiveBuilder AsShadow()
    {
        _isShadow = true;
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
            $"The rule for the {side} says not how much; call Flat, PercentOf, Tiered or another of the rewards.");
        var name = _name ?? (number == 1 ? side : string.Create(CultureInfo.InvariantCulture, $"{side}-{number}"));
        return new Incentive(name, _side, _when.Build(), formula)
        {
            OverrideList = _overrides.ToValueList(),
            MultiplierList = _multipliers.ToValueList(),
            MultiplierMode = _multiplierMode,
            CapList = _caps.ToValueList(),
            Priority = _priority,
            Group = _group,
            IsShadow = _isShadow,
            Donation = _donation,
            Levels = _levels,
            Hold = _hold,
            OnRefund = _onRefund,
        };
    }
}
