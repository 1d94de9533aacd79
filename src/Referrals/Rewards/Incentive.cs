using System.Globalization;

namespace Referrals;

/// <summary>One rule of a program: who gets what, when, how often at most, and what becomes of it later. Data; equal rules are equal values.</summary>
public sealed record Incentive
{
    internal Incentive(string name, Side side, Condition when, RewardFormula formula)
    {
        Name = name;
        Side = side;
        When = when;
        Formula = formula;
    }

    /// <summary>The rule's name, unique in its program: 1 to 64 characters out of <c>a-z A-Z 0-9 . _ -</c>. Explanations and ids of rewards carry it.</summary>
    public string Name { get; }

    /// <summary>Who is rewarded.</summary>
    public Side Side { get; }

    /// <summary>What the conversion must fulfil, besides the program's own qualification.</summary>
    public Condition When { get; }

    /// <summary>How much.</summary>
    public RewardFormula Formula { get; }

    /// <summary>Other rewards for some, in the order in which they are asked; the first whose condition holds is used.</summary>
    public IReadOnlyList<RewardOverride> Overrides => OverrideList;

    /// <summary>What makes the reward larger or smaller for a time or for some.</summary>
    public IReadOnlyList<Multiplier> Multipliers => MultiplierList;

    /// <summary>What several multipliers make together.</summary>
    /// <value>The default is <see cref="MultiplierMode.Multiply"/>.</value>
    public MultiplierMode MultiplierMode { get; internal init; }

    /// <summary>The most that one customer can earn by this rule; all of them hold.</summary>
    public IReadOnlyList<Cap> Caps => CapList;

    /// <summary>The rule comes before those of a lower priority, where only the first is granted.</summary>
    /// <value>The default is 0.</value>
    public int Priority { get; internal init; }

    /// <summary>The group in which the rule competes; <c>null</c> for the program's own.</summary>
    public string? Group { get; internal init; }

    /// <summary>Whether the rule is only tried out: evaluated and reported, never granted.</summary>
    public bool IsShadow { get; internal init; }

    /// <summary>The part of the reward that goes to a cause; <c>null</c> for none.</summary>
    public Donation? Donation { get; internal init; }

    /// <summary>How a referrer's reward is shared with those above; <c>null</c>, the default, for not at all.</summary>
    public UplineLevels? Levels { get; internal init; }

    /// <summary>How long a reward is held before its owner can use it; <c>null</c> for not at all.</summary>
    public TimePeriod? Hold { get; internal init; }

    /// <summary>Who has to approve a reward and until when; <c>null</c>, the default, for nobody.</summary>
    public ReviewRule? Review { get; internal init; }

    /// <summary>Until when a vested reward can be used; <c>null</c>, the default, for ever.</summary>
    public RewardExpiry? Expiry { get; internal init; }

    /// <summary>What a refund does.</summary>
    /// <value>The default is <see cref="RefundPolicy.Reverse"/>.</value>
    public RefundPolicy OnRefund { get; internal init; } = RefundPolicy.Reverse;

    /// <summary>Every unit that the rule can give.</summary>
    public IReadOnlyList<Unit> Units => [.. Formulas.SelectMany(static formula => formula.Units).Distinct()];

    internal ValueList<RewardOverride> OverrideList { get; init; } = [];

    internal ValueList<Multiplier> MultiplierList { get; init; } = [];

    internal ValueList<Cap> CapList { get; init; } = [];

    /// <summary>Whether no conversion's amount changes what the rule's marks pay.</summary>
    internal bool PaysFlatMarks => Formulas.OfType<MilestoneFormula>().All(static formula => formula.IsFlatMark);

    /// <summary>Whether the rule pays marks of the number of referrals: then it is asked when a referral begins to count.</summary>
    internal bool IsBySignUp => Formula is MilestoneFormula { Measure.Subject: MeasureSubject.Referrals };

    /// <summary>Whether rewards end some time after the first payment that qualified.</summary>
    internal bool EndsAfterFirst => AllFormulas.Any(static formula => formula is RecurringFormula { Within: not null });

    /// <summary>The formula and those of the overrides.</summary>
    internal IEnumerable<RewardFormula> Formulas => OverrideList.Select(static other => other.Formula).Prepend(Formula);

    /// <summary>All formulas, with those that they are made of.</summary>
    internal IEnumerable<RewardFormula> AllFormulas
    {
        get
        {
            var open = new Stack<RewardFormula>(Formulas.Reverse());
            while (open.TryPop(out var formula))
            {
                yield return formula;
                foreach (var part in formula.Parts)
                {
                    open.Push(part);
                }
            }
        }
    }

    /// <summary>What the nth step of the rule's table is called; its number where it has no name.</summary>
    internal string TierName(int number) => AllFormulas
        .Select(static formula => formula switch
        {
            TieredFormula tiered => tiered.Table.TierList,
            MilestoneFormula milestones => milestones.Marks,
            _ => null,
        })
        .FirstOrDefault(steps => steps?.Count >= number)?[number - 1].Name ?? number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The names of the application's conditions that the rule asks for anywhere.</summary>
    internal IEnumerable<string> CustomConditions => When.CustomNames
        .Concat(OverrideList.SelectMany(static other => other.When.CustomNames))
        .Concat(MultiplierList.SelectMany(static multiplier => multiplier.When.CustomNames))
        .Concat(AllFormulas.SelectMany(static formula => formula.CustomConditions));
}

/// <summary>What happens when several rules for the same side grant something for one conversion.</summary>
public enum Precedence
{
    /// <summary>All are granted. The default.</summary>
    Stack = 0,

    /// <summary>Only the first that grants anything: the one of the highest priority, then the one that stands first.</summary>
    First = 1,

    /// <summary>Only the one that grants most; among equals, the first.</summary>
    Best = 2,
}

/// <summary>What happens to a reward when its conversion is refunded.</summary>
public enum RefundPolicy
{
    /// <summary>
    /// It is taken back in the same proportion: as much of the reward as the refund is of the amount that counts (<see cref="AmountBase"/>). A full
    /// refund in any number of parts takes back exactly all of it.
    /// </summary>
    Reverse = 0,

    /// <summary>It is kept.</summary>
    Keep = 1,

    /// <summary>
    /// The rule is asked again about what is left of the conversion, as if it had been so from the start: conditions, minimum, steps, tiers, floors
    /// and ceilings. Numbers such as the tier reached, counts and limits, and the customer's segment, are those that the conversion was decided on.
    /// A reward for a milestone follows its number instead: it goes back once the number no longer reaches it.
    /// </summary>
    Recompute = 2,
}

/// <summary>Rules that compete with each other, and who of them wins.</summary>
public sealed record RuleGroup
{
    internal RuleGroup(string name, Precedence precedence)
    {
        Name = name;
        Precedence = precedence;
    }

    /// <summary>The name by which rules say that they belong to it.</summary>
    public string Name { get; }

    /// <summary>Who wins.</summary>
    public Precedence Precedence { get; }
}
