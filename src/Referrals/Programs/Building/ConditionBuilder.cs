using Referrals.Qualification;

namespace Referrals.Programs.Building;

/// <summary>
/// Says what a conversion must fulfil. Everything that is said must hold together; what is said twice is a finding of
/// <see cref="ReferralProgram.Create"/>.
/// </summary>
public sealed class ConditionBuilder
{
    private readonly List<Condition> _conditions = [];
    private readonly Said _said;
    private readonly string _path;

    internal ConditionBuilder(Said said, string path)
    {
        _said = said;
        _path = path;
    }

    internal bool SaysSomething => _conditions.Count > 0;

    /// <summary>The conversion has this name, compared exactly. For one of several names: <c>And(Condition.Any(...))</c>.</summary>
    public ConditionBuilder On(string conversionName) => Once("event", nameof(On), Condition.Event(conversionName));

    /// <summary>It is the customer's first conversion of its name.</summary>
    public ConditionBuilder First() => Once("nth", nameof(First), Condition.Nth(1));

    /// <summary>It is the customer's nth conversion of its name.</summary>
    public ConditionBuilder Nth(int ordinal) => Once("nth", nameof(Nth), Condition.Nth(ordinal));

    /// <summary>Its amount is in this unit and not smaller.</summary>
    public ConditionBuilder AtLeast(decimal amount, string unit) => Once("atLeast", nameof(AtLeast), Condition.AtLeast(Amount.Of(amount, unit)));

    /// <summary>It happened within so much time after the customer's sign-up, such as <c>Within(Period.Days(60))</c>.</summary>
    public ConditionBuilder Within(Period period) => Once("within", nameof(Within), Condition.Within(period));

    /// <summary>It carries an attribute with one of these values.</summary>
    public ConditionBuilder Where(string attribute, params IEnumerable<string> values) =>
        _ = Once($"attribute:{attribute}", nameof(Where), Condition.Attribute(attribute, values));

    /// <summary>The customer is in one of these segments.</summary>
    public ConditionBuilder InSegment(params IEnumerable<string> segments) => Once("segment", nameof(InSegment), Condition.Segment(segments));

    /// <summary>Any other condition, such as <see cref="Condition.Any"/>, <see cref="Condition.Not"/> or a custom one.</summary>
    public ConditionBuilder And(Condition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        _conditions.Add(condition);
        return this;
    }

    internal Condition Build() => _conditions.Count switch
    {
        0 => Condition.Always,
        1 => _conditions[0],
        _ => Condition.All(_conditions),
    };

    private ConditionBuilder Once(string what, string call, Condition condition)
    {
        _ = _said.Once($"{_path}.{what}", call);
        return And(condition);
    }
}
