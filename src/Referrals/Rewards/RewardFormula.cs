using Referrals.Explanations;

namespace Referrals;

/// <summary>How much a conversion earns, as data. Every formula names its units, so that the units a program gives are known.</summary>
public abstract record RewardFormula
{
    private protected RewardFormula()
    {
    }

    /// <summary>The units of everything that the formula grants; more than one only where a customer can choose.</summary>
    public abstract IReadOnlyList<Unit> Units { get; }

    /// <summary>The names of the application's incentive rules that the formula asks, its parts not included.</summary>
    internal virtual IEnumerable<CustomUse> CustomRules => [];

    /// <summary>The names of the application's conditions that the formula asks, its parts not included.</summary>
    internal virtual IEnumerable<string> CustomConditions => [];

    /// <summary>The formulas that this one is made of.</summary>
    internal virtual IEnumerable<RewardFormula> Parts => [];

    /// <summary>How many numbers the formula asks for, its parts not included: each is kept by an operation of its own.</summary>
    internal virtual int CountedNumbers => 0;

    /// <summary>Whether it pays marks by rewards that no conversion's amount changes.</summary>
    internal virtual bool IsFlatMark => false;

    /// <summary>Whether it is a flat amount, or a choice among such.</summary>
    internal bool IsFlatOrChoice => IsFlat || (this is ChoiceFormula && Parts.All(static part => part.IsFlat));

    /// <summary>Whether the formula may raise earlier rewards by one more.</summary>
    internal virtual bool Raises => false;

    /// <summary>What a flat amount or a percentage gives, to be compared with others of its kind; <c>null</c> for other formulas.</summary>
    internal virtual decimal? PlainSize => null;

    internal bool IsFlat => this is FlatFormula;

    /// <summary>What the formula gives, as an explanation holds it: an amount, or a phrase.</summary>
    internal abstract object Description { get; }

    internal CheckValue Value => CheckValue.Of(Description);

    /// <summary>What the formula gives, in English.</summary>
    public sealed override string ToString() => PhraseWriter.English.Write(Description);

    /// <summary>Always the same amount.</summary>
    /// <exception cref="ArgumentException">The amount is <c>default</c>, negative or zero.</exception>
    public static RewardFormula Flat(Amount amount) => new FlatFormula(Positive(amount, nameof(amount)));

    /// <summary>A share of the conversion's amount, by the program's base.</summary>
    /// <param name="share">Above 0 %.</param>
    /// <param name="unit">The unit that the conversion's amount must have; in any other unit nothing is granted, with that reason.</param>
    /// <param name="ceiling">The most that one conversion can earn; <c>null</c> for no limit.</param>
    /// <param name="floor">The least that one conversion earns; <c>null</c> for no limit.</param>
    /// <param name="lines">Which lines of the order count; <c>null</c> for the whole order.</param>
    /// <exception cref="ArgumentException">The share is zero, the unit is <c>default</c>, or floor and ceiling do not fit.</exception>
    public static RewardFormula PercentOf(
        Percentage share, Unit unit, Amount? ceiling = null, Amount? floor = null, Condition? lines = null)
    {
        if (share.Fraction <= 0)
        {
            throw new ArgumentException("A share of 0 % rewards nobody; give one above it.", nameof(share));
        }

        _ = InputText.Check(unit);
        SameUnit(ceiling, unit, nameof(ceiling));
        SameUnit(floor, unit, nameof(floor));
        return floor is { } least && ceiling is { } most && least > most
            ? throw new ArgumentException($"The floor {least} is above the ceiling {most}.", nameof(floor))
            : new PercentageFormula(share, unit, floor, ceiling, lines);
    }

    /// <summary>So much for each piece of the order's lines.</summary>
    /// <param name="each">For one piece; above zero.</param>
    /// <param name="lines">Which lines count; <c>null</c> for all.</param>
    /// <exception cref="ArgumentException">The amount is not above zero.</exception>
    public static RewardFormula PerPiece(Amount each, Condition? lines = null) =>
        new QuantityFormula(Positive(each, nameof(each)), null, lines);

    /// <summary>So much for each that a field counts, such as <c>event.seats</c>.</summary>
    /// <exception cref="ArgumentException">The amount is not above zero.</exception>
    public static RewardFormula PerCount(Amount each, Field field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return new QuantityFormula(Positive(each, nameof(each)), field, null);
    }

    /// <summary>So much for every full step of the conversion's amount: a point for every 10 EUR.</summary>
    /// <exception cref="ArgumentException">An amount is not above zero.</exception>
    public static RewardFormula PerSpend(Amount each, Amount step) =>
        new SpendFormula(Positive(each, nameof(each)), Positive(step, nameof(step)));

    /// <summary>A reward that grows with a count or a sum.</summary>
    public static RewardFormula Tiered(TierTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new TieredFormula(table);
    }

    /// <summary>A reward once a count or a sum reaches a mark; each mark once in the measure's period.</summary>
    /// <exception cref="ArgumentException">There is no mark, one is zero, or one is finer than what is counted.</exception>
    public static RewardFormula AtMilestones(Measure measure, params IEnumerable<Tier> marks) => Milestones(measure, marks, every: false);

    /// <summary>A reward every time a count or a sum has grown by so much.</summary>
    /// <exception cref="ArgumentException">The step is zero, or finer than what is counted.</exception>
    public static RewardFormula EveryMilestone(Measure measure, decimal step, RewardFormula reward) =>
        Milestones(measure, [Tier.Of(step, reward)], every: true);

    /// <summary>A reward for each payment of a referee that fulfils the rule's conditions.</summary>
    /// <param name="each">What a payment earns.</param>
    /// <param name="payments">For how many payments; <c>null</c> for any number.</param>
    /// <param name="within">For how long after the referee's first payment that fulfilled the rule's conditions; <c>null</c> for ever.</param>
    /// <param name="declining">What each payment earns of what the one before earned; <c>null</c> for the same.</param>
    /// <exception cref="ArgumentException">The number is below 1, or the ratio is not above 0 % and below 100 %.</exception>
    public static RewardFormula Recurring(RewardFormula each, int? payments = null, TimePeriod? within = null, Percentage? declining = null)
    {
        ArgumentNullException.ThrowIfNull(each);
        ArgumentOutOfRangeException.ThrowIfLessThan(payments ?? 1, 1, nameof(payments));
        return declining is null or { Fraction: > 0 and < 1 }
            ? new RecurringFormula([each], payments, within, declining, RepeatsLast: true)
            : throw new ArgumentOutOfRangeException(nameof(declining), declining, "A payment earns above 0 % and below 100 % of the one before.");
    }

    /// <summary>A reward for the first payment of a referee, another for the second, and so on.</summary>
    /// <param name="repeatLast">Whether the last goes on for all later payments.</param>
    /// <param name="each">What each payment earns, in their order; 1 to 120.</param>
    /// <exception cref="ArgumentException">There are none, or too many.</exception>
    public static RewardFormula InSequence(bool repeatLast, params IEnumerable<RewardFormula> each)
    {
        var list = each.ToValueList();
        return list.Count is >= 1 and <= 120
            ? new RecurringFormula(list, null, null, null, repeatLast)
            : throw new ArgumentException($"A sequence has 1 to 120 rewards, not {list.Count}.", nameof(each));
    }

    /// <summary>A reward for a deal that is earned as the deal is paid; see <see cref="Conversion.OfDeal"/>.</summary>
    /// <param name="whole">A flat amount, or a percentage of the deal.</param>
    /// <param name="stages">When how much is earned, rising; none for: in proportion to what is paid.</param>
    /// <exception cref="ArgumentException">The reward is neither, or the stages do not rise.</exception>
    public static RewardFormula Staged(RewardFormula whole, params IEnumerable<PaymentStage> stages)
    {
        ArgumentNullException.ThrowIfNull(whole);
        var list = stages.ToValueList();
        for (var i = 1; i < list.Count; i++)
        {
            if (list[i].Paid <= list[i - 1].Paid || list[i].Earned <= list[i - 1].Earned)
            {
                throw new ArgumentException($"Stages rise, but {list[i].Earned} once {list[i].Paid} is paid does not come after the one before.", nameof(stages));
            }
        }

        return whole.IsFlat || whole.PlainPercentageOf(whole.Units[0]) is not null
            ? new StagedFormula(whole, list)
            : throw new ArgumentException("A staged reward is a flat amount, or a percentage without floor and ceiling.", nameof(whole));
    }

    /// <summary>One of several rewards, as the customer chooses; the first until then.</summary>
    /// <exception cref="ArgumentException">There are fewer than 2 or more than 10, or two have the same name.</exception>
    public static RewardFormula Choice(params IEnumerable<RewardOption> options)
    {
        var list = options.ToValueList();
        return list.Count is >= 2 and <= 10 && list.DistinctBy(static option => option.Name).Count() == list.Count
            ? new ChoiceFormula(list)
            : throw new ArgumentException("A choice is among 2 to 10 rewards of different names.", nameof(options));
    }

    /// <summary>A custom rule, found by the name under which it is registered.</summary>
    /// <exception cref="ArgumentException">The name is empty or too long, or the unit is <c>default</c>.</exception>
    public static RewardFormula Custom(string name, Unit unit) => Custom(name, unit, RuleParameters.None);

    /// <summary>A custom rule with parameters, found by the name under which it is registered.</summary>
    /// <exception cref="ArgumentException">The name is empty or too long, or the unit is <c>default</c>.</exception>
    public static RewardFormula Custom(string name, Unit unit, RuleParameters with)
    {
        ArgumentNullException.ThrowIfNull(with);
        return new CustomFormula(new CustomUse(InputText.Check(name), with), InputText.Check(unit));
    }

    /// <summary>Makes the formula ready to be computed.</summary>
    internal abstract FormulaPlan Compile(RewardPlanBuilder builder);

    /// <summary>The formula's share if it is a percentage of that unit, of the whole order, without floor and ceiling.</summary>
    internal Percentage? PlainPercentageOf(Unit unit) =>
        this is PercentageFormula { Floor: null, Ceiling: null, Lines: null } percentage && percentage.Unit == unit ? percentage.Share : null;

    private static MilestoneFormula Milestones(Measure measure, IEnumerable<Tier> marks, bool every)
    {
        var table = TierTable.Of(measure, marks);
        if (table.TierList.Count > 1 && table.TierList.SelectMany(static mark => mark.Reward.Units).Distinct().Count() > 1)
        {
            throw new ArgumentException("One conversion may reach several marks, so they are all in one unit; give each unit a rule of its own.", nameof(marks));
        }

        if (!measure.CountsCurrent)
        {
            throw new ArgumentException("A mark is paid by the event that reaches it, so the measure counts that event; leave BeforeCurrent out.", nameof(measure));
        }

        return table.TierList[0].From > 0
            ? new MilestoneFormula(measure, table.TierList, every)
            : throw new ArgumentException("A mark is above zero, since everybody begins there.", nameof(marks));
    }

    private static void SameUnit(Amount? amount, Unit unit, string parameter)
    {
        if (amount is { } limit && Positive(limit, parameter).Unit != unit)
        {
            throw new ArgumentException($"The {parameter} {limit} must be in the unit of the reward, {unit}.", parameter);
        }
    }

    private static Amount Positive(Amount amount, string parameter) => InputText.NotNegative(amount, parameter).IsZero
        ? throw new ArgumentException("A reward of zero rewards nobody; give one above it.", parameter)
        : amount;
}

/// <summary>The codes of the checks and outcomes of this stage.</summary>
internal static class RewardCodes
{
    internal const string Conditions = "reward.conditions";
    internal const string AmountMissing = "reward.amount_missing";
    internal const string Currency = "reward.currency";
    internal const string NoLine = "reward.no_line";
    internal const string QuantityMissing = "reward.quantity_missing";
    internal const string BelowTiers = "reward.below_tiers";
    internal const string NoMilestone = "reward.no_milestone";
    internal const string MilestonesOver = "reward.milestones_over";
    internal const string Pair = "reward.pair";
    internal const string MarkLost = "reward.mark_lost";
    internal const string PaymentsOver = "reward.payments_over";
    internal const string TimeOver = "reward.time_over";
    internal const string DealMissing = "reward.deal_missing";
    internal const string StageNotReached = "reward.stage_not_reached";
    internal const string Zero = "reward.zero";
    internal const string Formula = "reward.formula";
    internal const string Override = "reward.override";
    internal const string OverrideNotMet = "reward.override_not_met";
    internal const string Multiplier = "reward.multiplier";
    internal const string MultiplierNotMet = "reward.multiplier_not_met";
    internal const string Multiplied = "reward.multiplied";
    internal const string TierReached = "reward.tier_reached";
    internal const string Raised = "reward.raised";
    internal const string Split = "reward.split";
    internal const string Declined = "reward.declined";
    internal const string CapReached = "reward.cap_reached";
    internal const string CapClamped = "reward.cap_clamped";
    internal const string CapRoom = "reward.cap";
    internal const string BudgetUsedUp = "reward.budget_used_up";
    internal const string BudgetRoom = "reward.budget";
    internal const string Tax = "reward.tax_threshold";
    internal const string Outranked = "reward.outranked";
    internal const string Shadow = "reward.shadow";
    internal const string Granted = "reward.granted";
    internal const string Refunded = "reward.conversion_refunded";
    internal const string OwnerErased = "reward.owner_erased";
    internal const string Incentive = "reward.incentive";
}
