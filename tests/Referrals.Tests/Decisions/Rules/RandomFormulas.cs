namespace Referrals.Tests.Decisions.Rules;

/// <summary>Random formulas of every kind, in one money and in points.</summary>
internal sealed class RandomFormulas(Random random, Unit money)
{
    private bool Chance(int percent) => random.Next(100) < percent;

    /// <param name="onlyMoney">Whether points are left out, so that amounts compare.</param>
    /// <param name="depth">How deep the formula lies in others; at one there are only plain ones.</param>
    internal RewardFormula Draw(bool onlyMoney, int depth)
    {
        if (depth > 0)
        {
            return Plain();
        }

        return random.Next(onlyMoney ? 9 : 12) switch
        {
            0 or 1 => Plain(),
            2 => RewardFormula.Tiered(Table()),
            3 => RewardFormula.AtMilestones(RandomMeasure(), Marks()),
            4 => RewardFormula.EveryMilestone(Measure.RuleConversions(), random.Next(1, 4), Plain()),
            5 => Recurring(),
            6 => RewardFormula.Staged(Chance(50) ? Flat() : Share(), Stages()),
            7 => RewardFormula.PerPiece(Amount.Of(Whole(1, 4), money), Chance(50) ? Condition.In(Field.Line("category"), "shoes") : null),
            8 => RewardFormula.Choice(RewardOption.Of("one", Plain()), RewardOption.Of("two", Plain())),
            9 => RewardFormula.PerSpend(Amount.Of(random.Next(1, 5), "points"), Amount.Of(Whole(1, 9), money)),
            10 => RewardFormula.PerCount(Amount.Of(random.Next(1, 5), "points"), Field.Event("seats")),
            _ => RewardFormula.Choice(
                RewardOption.Of("one", RewardFormula.Flat(Amount.Of(random.Next(1, 50), "points"))), RewardOption.Of("two", Plain())),
        };
    }

    /// <summary>An amount in the size of some dollars: 12.34 USD, 1234 JPY, 12.345 KWD.</summary>
    internal decimal Whole(int from, int to)
    {
        var value = from + (decimal)(random.NextDouble() * (to - from));
        return money.Digits == 0 ? decimal.Round(value * 100) : decimal.Round(value, money.Digits);
    }

    private RewardFormula Plain() => Chance(40) ? Flat() : Chance(60) ? Share() : Bounded();

    private RewardFormula Flat() => RewardFormula.Flat(Amount.Of(Whole(1, 20), money));

    private RewardFormula Share() => RewardFormula.PercentOf(Percentage.Of(random.Next(1, 4_000) / 100m), money);

    private RewardFormula Bounded()
    {
        var floor = Amount.Of(Whole(1, 5), money);
        return RewardFormula.PercentOf(
            Percentage.Of(random.Next(1, 4_000) / 100m),
            money,
            Chance(70) ? Amount.Of(Whole(6, 20), money) : null,
            Chance(70) ? floor : null,
            Chance(30) ? Condition.In(Field.Line("category"), "shoes") : null);
    }

    private TierTable Table()
    {
        var measure = Chance(70) ? Measure.RuleConversions() : Measure.ReferredConversions();
        measure = Chance(40) ? measure.Sum(money) : measure;
        measure = Chance(60) ? measure.In(RandomFrames.Draw(random)) : measure;
        measure = Chance(20) ? measure.BeforeCurrent() : measure;
        var shares = Chance(60);
        var from = 0m;
        var rises = Chance(60);
        var rewards = Enumerable.Range(0, random.Next(1, 5)).Select(_ => shares ? Share() : Flat()).ToArray();
        rewards = rises ? [.. rewards.OrderBy(Size).DistinctBy(Size)] : rewards;
        var tiers = rewards.Select((reward, place) =>
        {
            from += place == 0 && Chance(50) ? 0 : measure.SumOf is null ? random.Next(1, 3) : Whole(5, 60);
            return Tier.Of(from, reward);
        });
        var table = TierTable.Of(measure, tiers.ToArray());
        if (measure.SumOf is not null && shares && measure.CountsCurrent && Chance(50))
        {
            return table.Graduated();
        }

        var raises = rises && measure is { Per.IsTrailing: false, Subject: MeasureSubject.RuleConversions } && (measure.CountsCurrent || measure.SumOf is null);
        return raises && Chance(50) ? table.RaisingEarlier()
            : measure.Per.Kind != TimeFrameKind.Lifetime && Chance(40) ? table.WithGrace(TimePeriod.Days(random.Next(1, 40)))
            : table;
    }

    private static decimal Size(RewardFormula formula) => formula is FlatFormula flat
        ? flat.Amount.Value
        : ((PercentageFormula)formula).Share.Fraction;

    private Measure RandomMeasure() => random.Next(4) switch
    {
        0 => Measure.RuleConversions(),
        1 => Measure.ReferredConversions("purchase").In(RandomFrames.Draw(random)),
        2 => Measure.RuleConversions().Sum(money),
        _ => Measure.RuleConversionsOfReferee(),
    };

    private Tier[] Marks() => [Tier.Of(random.Next(1, 3), Flat()), Tier.Of(random.Next(3, 6), Plain())];

    private PaymentStage[] Stages() => Chance(40) ? [] :
    [
        PaymentStage.Of(Percentage.Of(random.Next(0, 40)), Percentage.Of(random.Next(1, 60))),
        PaymentStage.Of(Percentage.Of(random.Next(40, 101)), Percentage.Of(random.Next(60, 101))),
    ];

    private RewardFormula Recurring() => Chance(40)
        ? RewardFormula.InSequence(Chance(50), Plain(), Plain())
        : RewardFormula.Recurring(
            Plain(),
            Chance(50) ? random.Next(1, 5) : null,
            Chance(50) ? TimePeriod.Months(random.Next(1, 4)) : null,
            Chance(50) ? Percentage.Of(random.Next(1, 99)) : null);
}
