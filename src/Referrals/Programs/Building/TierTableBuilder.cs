namespace Referrals;

/// <summary>
/// Says which steps a table has, what it counts, and over which time. What is said twice is a finding of
/// <see cref="ReferralProgram.Create"/>.
/// </summary>
public sealed class TierTableBuilder
{
    private readonly List<Tier> _tiers = [];
    private readonly Said _said;
    private readonly string _path;
    private Measure? _by;
    private Unit? _volume;
    private TimeFrame? _per;
    private bool _beforeCurrent;
    private bool _isGraduated;
    private bool _raisesEarlier;
    private TimePeriod? _grace;

    internal TierTableBuilder(Said said, string path)
    {
        _said = said;
        _path = path;
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
        _ = _said.Once(_path + ".by", nameof(By));
        SaidBy(measure.SumOf is not null, "sumOf", nameof(By));
        SaidBy(measure.Per != TimeFrame.Lifetime, "per", nameof(By));
        SaidBy(!measure.CountsCurrent, "beforeCurrent", nameof(By));
        _by = measure;
        return this;
    }

    /// <summary>Sums the amounts of the conversions that count, instead of counting them.</summary>
    public TierTableBuilder ByVolume(string unit)
    {
        SaidBy(true, "sumOf", nameof(ByVolume));
        _volume = Unit.Parse(unit);
        return this;
    }

    /// <summary>Counts over a time; without this, in all.</summary>
    public TierTableBuilder Per(TimeFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        SaidBy(true, "per", nameof(Per));
        _per = frame;
        return this;
    }

    /// <summary>The conversion that is being decided does not count for its own step.</summary>
    public TierTableBuilder BeforeCurrent()
    {
        SaidBy(true, "beforeCurrent", nameof(BeforeCurrent));
        _beforeCurrent = true;
        return this;
    }

    /// <summary>Pays an amount that crosses a step in parts, each at the rate of its step.</summary>
    public TierTableBuilder Graduated()
    {
        _ = _said.Once(_path + ".graduated", nameof(Graduated));
        _isGraduated = true;
        return this;
    }

    /// <summary>Raises what was earned before in the same period to the rate of a step once it is reached.</summary>
    public TierTableBuilder RaisingEarlier()
    {
        _ = _said.Once(_path + ".raisesEarlier", nameof(RaisingEarlier));
        _raisesEarlier = true;
        return this;
    }

    /// <summary>Keeps a step for a while after the count has fallen below it, such as <c>WithGrace(TimePeriod.Days(30))</c>.</summary>
    public TierTableBuilder WithGrace(TimePeriod grace)
    {
        ArgumentNullException.ThrowIfNull(grace);
        _ = _said.Once(_path + ".grace", nameof(WithGrace));
        _grace = grace;
        return this;
    }

    internal TierTable? Build() => _said.Try(_path, () =>
    {
        var measure = _by ?? Measure.RuleConversions();
        measure = _volume is { } unit ? measure.Sum(unit) : measure;
        measure = _per is { } frame ? measure.In(frame) : measure;
        var table = TierTable.Of(_beforeCurrent ? measure.BeforeCurrent() : measure, _tiers);
        table = _isGraduated ? table.Graduated() : table;
        table = _raisesEarlier ? table.RaisingEarlier() : table;
        return _grace is { } grace ? table.WithGrace(grace) : table;
    });

    private void SaidBy(bool isSaid, string member, string call)
    {
        if (isSaid)
        {
            _ = _said.Once($"{_path}.by.{member}", call);
        }
    }
}
