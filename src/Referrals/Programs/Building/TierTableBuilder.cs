using Referrals.Qualification;
using Referrals.Rewards;
using Referrals.Rewards.Tables;

namespace Referrals.Programs.Building;

/// <summary>Says which steps a table has, what it counts, and over which time.</summary>
public sealed class TierTableBuilder
{
    private readonly List<Tier> _tiers = [];
    private Measure _measure = Measure.RuleConversions();
    private Func<TierTable, TierTable> _finish = static table => table;

    internal TierTableBuilder()
    {
    }

    /// <summary>From so many, or so much, on: a flat amount.</summary>
    public TierTableBuilder From(decimal threshold, decimal amount, string unit) => From(threshold, RewardFormula.Flat(Amount.Of(amount, unit)));

    /// <summary>From so many, or so much, on: a share of the conversion's amount, in percent.</summary>
    public TierTableBuilder FromPercent(decimal threshold, decimal percent, string unit) =>
        From(threshold, RewardFormula.PercentOf(Percentage.Of(percent), Unit.Parse(unit)));

    /// <summary>From so many, or so much, on: any reward.</summary>
    /// <param name="threshold">Where the step begins: a count, or whole units of money.</param>
    /// <param name="reward">What it earns.</param>
    /// <param name="name">Its name for people, such as <c>Gold</c>; <c>null</c> for none.</param>
    public TierTableBuilder From(decimal threshold, RewardFormula reward, string? name = null)
    {
        _tiers.Add(Tier.Of(threshold, reward, name));
        return this;
    }

    /// <summary>Counts or sums this. Without it, the rule's own qualifying conversions are counted.</summary>
    public TierTableBuilder By(Measure measure)
    {
        ArgumentNullException.ThrowIfNull(measure);
        _measure = measure;
        return this;
    }

    /// <summary>Sums the amounts of the rule's qualifying conversions instead of counting them.</summary>
    public TierTableBuilder ByVolume(string unit) => By(_measure.Sum(Unit.Parse(unit)));

    /// <summary>Counts over a time; without this, in all.</summary>
    public TierTableBuilder Over(TimeFrame frame) => By(_measure.In(frame));

    /// <summary>The conversion that is being decided does not count for its own step.</summary>
    public TierTableBuilder CountingEarlierOnly() => By(_measure.BeforeCurrent());

    /// <summary>Pays an amount that crosses a step in parts, each at the rate of its step.</summary>
    public TierTableBuilder Graduated() => Finish(static table => table.Graduated());

    /// <summary>Raises what was earned before in the same period to the rate of a step once it is reached.</summary>
    public TierTableBuilder RaisingEarlier() => Finish(static table => table.RaisingEarlier());

    /// <summary>Keeps a step for a while after the count has fallen below it; say then of what: <c>WithGrace(30).Days()</c>.</summary>
    public WindowChoice<TierTableBuilder> WithGrace(int length) => new(length, window => Finish(table => table.WithGrace(window)));

    internal TierTable Build() => _finish(TierTable.Of(_measure, _tiers));

    private TierTableBuilder Finish(Func<TierTable, TierTable> step)
    {
        var earlier = _finish;
        _finish = table => step(earlier(table));
        return this;
    }
}
