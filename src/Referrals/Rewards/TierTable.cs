using System.Globalization;

using Referrals.Explanations;

namespace Referrals;

/// <summary>
/// Rewards that grow: which step a conversion is on follows from a count or a sum. A table is data; equal tables are equal values.
/// </summary>
public sealed record TierTable
{
    private const string Both = "A table is either graduated or raises earlier rewards, not both; take one of the two out.";
    private const string GraceOfParts = "A graduated table pays each part of an amount at its own step, so no step is kept; take the grace out.";

    private TierTable(Measure measure, ValueList<Tier> tiers)
    {
        Measure = measure;
        TierList = tiers;
    }

    /// <summary>What is counted or summed.</summary>
    public Measure Measure { get; }

    /// <summary>The steps, lowest first.</summary>
    public IReadOnlyList<Tier> Tiers => TierList;

    /// <summary>
    /// Whether an amount that crosses a step is paid in parts, each at the rate of its step, as income tax is. Otherwise the step that is
    /// reached pays for the whole amount.
    /// </summary>
    public bool IsGraduated { get; private init; }

    /// <summary>Whether reaching a step raises what was earned before in the same period to the new rate, by an entry of its own.</summary>
    public bool RaisesEarlier { get; private init; }

    /// <summary>How long a step is kept after the count or sum has fallen below it; <c>null</c> for not at all.</summary>
    public TimePeriod? Grace { get; private init; }

    internal ValueList<Tier> TierList { get; }

    /// <summary>A table.</summary>
    /// <param name="measure">What is counted or summed.</param>
    /// <param name="tiers">1 to 20 steps, each further up than the one before.</param>
    /// <exception cref="ArgumentException">There are none or too many, they do not rise, or they are finer than what is counted.</exception>
    public static TierTable Of(Measure measure, params IEnumerable<Tier> tiers)
    {
        ArgumentNullException.ThrowIfNull(measure);
        var list = tiers.ToValueList();
        if (list.Count is < 1 or > 20)
        {
            throw new ArgumentException($"A table has 1 to 20 steps, not {list.Count}.", nameof(tiers));
        }

        for (var i = 0; i < list.Count; i++)
        {
            _ = Minor(measure, list[i].From, nameof(tiers));
            if (i > 0 && list[i].From <= list[i - 1].From)
            {
                throw new ArgumentException(string.Create(
                    CultureInfo.InvariantCulture, $"Steps rise, but {list[i].From} does not come after {list[i - 1].From}."), nameof(tiers));
            }
        }

        return new TierTable(measure, list);
    }

    /// <summary>The same table, paying an amount that crosses a step in parts.</summary>
    /// <exception cref="ArgumentException">A step is no plain percentage, or the table does not sum amounts of their unit.</exception>
    public TierTable Graduated() =>
        RaisesEarlier ? throw new ArgumentException(Both)
            : Grace is not null ? throw new ArgumentException(GraceOfParts)
            : !Measure.CountsCurrent ? throw new ArgumentException(
                "A graduated table divides the amount of the conversion itself, which therefore counts; leave beforeCurrent out.")
            : Measure.SumOf is { } unit && TierList.All(tier => tier.Reward.PlainPercentageOf(unit) is not null)
            ? this with { IsGraduated = true }
            : throw new ArgumentException("A graduated table sums an amount, and every step is a percentage of that unit without floor and ceiling.");

    /// <summary>The same table, raising what was earned before.</summary>
    /// <exception cref="ArgumentException">A step is neither a flat amount nor a plain percentage, or the table counts over a trailing time.</exception>
    public TierTable RaisingEarlier()
    {
        if (IsGraduated)
        {
            throw new ArgumentException(Both);
        }

        var units = TierList.Select(static tier => tier.Reward.Units).SelectMany(static units => units).Distinct().Count();
        var plain = TierList.All(static tier => tier.Reward.IsFlat)
            || TierList.All(tier => tier.Reward.PlainPercentageOf(tier.Reward.Units[0]) is not null);
        var counts = Measure is { Per.IsTrailing: false, Subject: MeasureSubject.RuleConversions } && (Measure.CountsCurrent || Measure.SumOf is null);
        return plain && units == 1 && counts && TierList.Zip(TierList.Skip(1)).All(static pair => pair.First.Reward.PlainSize < pair.Second.Reward.PlainSize)
            ? this with { RaisesEarlier = true }
            : throw new ArgumentException(
                "A table that raises earlier rewards counts the rule's own conversions, in all or over a calendar period, a sum with the current "
                + "one, and its steps are all flat amounts or all percentages of one unit, each more than the one before.");
    }

    /// <summary>The same table, keeping a step for a while after the count or sum has fallen below it.</summary>
    public TierTable WithGrace(TimePeriod grace)
    {
        ArgumentNullException.ThrowIfNull(grace);
        return IsGraduated ? throw new ArgumentException(GraceOfParts, nameof(grace)) : Measure.Per.Kind == TimeFrameKind.Lifetime
            ? throw new ArgumentException("What counts for a lifetime never falls, so it needs no grace; name a period first.", nameof(grace))
            : this with { Grace = grace };
    }

    /// <summary>A threshold in the smallest parts of what is counted.</summary>
    /// <summary>A number of a measure: an amount, or a plain count.</summary>
    internal static object NumberOf(Measure measure, long number) => measure.SumOf is { } unit ? Amount.FromMinorUnits(number, unit) : number;

    internal static long Minor(Measure measure, decimal from, string parameter)
    {
        if (measure.SumOf is { } unit)
        {
            return Amount.TryExact(from, unit, out var amount) ? amount.MinorUnits : throw Finer(unit.ToString());
        }

        return decimal.Truncate(from) == from && from <= long.MaxValue ? (long)from : throw Finer("a count");

        ArgumentException Finer(string what) => new(string.Create(
            CultureInfo.InvariantCulture, $"The step {from} is finer than {what}, or too large; round it."), parameter);
    }

    /// <summary>Such as <c>tiers by conversions that qualified in all: from 1 10.00 EUR, from 5 15.00 EUR</c>.</summary>
    public override string ToString() => PhraseWriter.English.Write(Description);

    internal Phrase Description => Phrase.Of(
        "value.tiers", Measure.Description, PhraseList.Commas(TierList.Select(static tier => Phrase.Of("value.tier", tier.From, tier.Reward.Description))));
}

/// <summary>A step of a table: from where on, and what it earns.</summary>
public sealed record Tier
{
    private Tier(decimal from, RewardFormula reward, string? name)
    {
        From = from;
        Reward = reward;
        Name = name;
    }

    /// <summary>From where on: a count, or whole units of money such as 1000 for 1,000 EUR.</summary>
    public decimal From { get; }

    /// <summary>What it earns.</summary>
    public RewardFormula Reward { get; }

    /// <summary>Its name for people, such as <c>Gold</c>; <c>null</c> for none.</summary>
    public string? Name { get; }

    /// <summary>A step.</summary>
    /// <param name="from">Not negative.</param>
    /// <param name="reward">What it earns.</param>
    /// <param name="name">1 to 128 characters; <c>null</c> for none.</param>
    /// <exception cref="ArgumentException">A value breaks these rules.</exception>
    public static Tier Of(decimal from, RewardFormula reward, string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentNullException.ThrowIfNull(reward);
        return new Tier(from, reward, name is null ? null : InputText.Check(name));
    }
}

/// <summary>A stage of a reward that is earned as a deal is paid: once so much of the deal is paid, so much of the reward is earned in all.</summary>
public sealed record PaymentStage
{
    private PaymentStage(Percentage paid, Percentage earned)
    {
        Paid = paid;
        Earned = earned;
    }

    /// <summary>Which share of the deal has to be paid.</summary>
    public Percentage Paid { get; }

    /// <summary>Which share of the reward is then earned, earlier stages included.</summary>
    public Percentage Earned { get; }

    /// <summary>A stage.</summary>
    /// <param name="paid">0 % to 100 % of the deal; 0 % is the first payment, however small.</param>
    /// <param name="earned">Above 0 %, at most 100 % of the reward, earlier stages included.</param>
    /// <exception cref="ArgumentOutOfRangeException">A share is outside its range.</exception>
    public static PaymentStage Of(Percentage paid, Percentage earned)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(paid.Fraction, 1, nameof(paid));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(earned.Fraction, 1, nameof(earned));
        return earned.Fraction > 0
            ? new PaymentStage(paid, earned)
            : throw new ArgumentOutOfRangeException(nameof(earned), earned, "A stage earns more than 0 %; leave it out instead.");
    }
}

/// <summary>One of the rewards that a customer can choose from.</summary>
public sealed record RewardOption
{
    private RewardOption(string name, RewardFormula reward)
    {
        Name = name;
        Reward = reward;
    }

    /// <summary>The name by which it is chosen.</summary>
    public string Name { get; }

    /// <summary>What it earns.</summary>
    public RewardFormula Reward { get; }

    /// <summary>An option.</summary>
    /// <exception cref="ArgumentException">The name is empty or longer than 128 characters.</exception>
    public static RewardOption Of(string name, RewardFormula reward)
    {
        ArgumentNullException.ThrowIfNull(reward);
        return new RewardOption(InputText.Check(name), reward);
    }
}
