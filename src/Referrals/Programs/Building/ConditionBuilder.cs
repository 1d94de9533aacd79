using Referrals.Qualification;

namespace Referrals.Programs.Building;

/// <summary>Says what a conversion must fulfil. Everything that is said must hold together.</summary>
public sealed class ConditionBuilder
{
    private readonly List<Condition> _conditions = [];

    internal ConditionBuilder()
    {
    }

    /// <summary>The conversion has this name, compared exactly.</summary>
    public ConditionBuilder On(string conversionName) => And(Condition.Event(conversionName));

    /// <summary>It is the customer's first conversion of its name.</summary>
    public ConditionBuilder First() => Nth(1);

    /// <summary>It is the customer's nth conversion of its name.</summary>
    public ConditionBuilder Nth(int ordinal) => And(Condition.Nth(ordinal));

    /// <summary>Its amount is in this unit and not smaller.</summary>
    public ConditionBuilder AtLeast(decimal amount, string unit) => And(Condition.AtLeast(Amount.Of(amount, unit)));

    /// <summary>It happened within so much time after the customer's sign-up; say then of what: <c>Within(60).Days()</c>.</summary>
    public WindowChoice<ConditionBuilder> Within(int length) => new(length, window => And(Condition.WithinOfSignUp(window)));

    /// <summary>It carries an attribute with one of these values.</summary>
    public ConditionBuilder Where(string attribute, params IEnumerable<string> values) =>
        And(Condition.Attribute(attribute, values));

    /// <summary>The customer is in one of these segments.</summary>
    public ConditionBuilder InSegment(params IEnumerable<string> segments) => And(Condition.Segment(segments));

    /// <summary>Any other condition, such as <see cref="Condition.Any"/>, <see cref="Condition.Not"/> or one of the host's own.</summary>
    public ConditionBuilder And(Condition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        _conditions.Add(condition);
        return this;
    }

    internal Condition Build() => _conditions.Count == 1 ? _conditions[0] : Condition.All(_conditions);
}
