using Referrals.Explanations;
using Referrals.Qualification.Conditions;

namespace Referrals.Qualification;

/// <summary>
/// What a conversion must fulfil to earn a reward: a tree of conditions as data. Equal trees are equal values.
/// </summary>
/// <remarks>A condition about something that is not known, such as the amount of a conversion without one, does not hold.</remarks>
public abstract record Condition
{
    private protected Condition()
    {
    }

    /// <summary>Always holds.</summary>
    public static Condition Always { get; } = new AllCondition([]);

    /// <summary>The conversion has this name, compared exactly.</summary>
    /// <exception cref="ArgumentException">The name is empty or longer than 128 characters.</exception>
    public static Condition Event(string name) => new EventCondition(InputText.Check(name));

    /// <summary>The conversion is the nth of its name by its customer, counted in the order of arrival.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public static Condition Nth(int ordinal)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ordinal, 1);
        return new OrdinalCondition(ordinal);
    }

    /// <summary>The conversion's amount is in this unit and not smaller. Another currency is a reason of its own.</summary>
    /// <exception cref="ArgumentException">The amount is <c>default</c> or negative.</exception>
    public static Condition AtLeast(Amount amount) => new AmountCondition(InputText.NotNegative(amount));

    /// <summary>The conversion happened within a window after the customer's sign-up.</summary>
    public static Condition WithinOfSignUp(Window window)
    {
        ArgumentNullException.ThrowIfNull(window);
        return new WindowCondition(window);
    }

    /// <summary>The conversion carries this attribute with one of these values, compared exactly.</summary>
    /// <exception cref="ArgumentException">The name or a value is empty or too long, or there is no value.</exception>
    public static Condition Attribute(string name, params IEnumerable<string> values) =>
        new AttributeCondition(InputText.Check(name), Values(values));

    /// <summary>The customer is in one of these segments, compared exactly.</summary>
    /// <exception cref="ArgumentException">A value is empty or too long, or there is none.</exception>
    public static Condition Segment(params IEnumerable<string> segments) => new SegmentCondition(Values(segments));

    /// <summary>A condition of the host's own, found by the name under which it is registered.</summary>
    /// <exception cref="ArgumentException">The name is empty or longer than 128 characters.</exception>
    public static Condition Custom(string name) => new CustomCondition(InputText.Check(name));

    /// <summary>All of these hold; with none given, always.</summary>
    public static Condition All(params IEnumerable<Condition> conditions) => new AllCondition(conditions.ToValueList());

    /// <summary>At least one of these holds; with none given, never.</summary>
    public static Condition Any(params IEnumerable<Condition> conditions) => new AnyCondition(conditions.ToValueList());

    /// <summary>This does not hold. What is not known about stays so: "not in segment x" holds for a customer without a segment.</summary>
    public static Condition Not(Condition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return new NotCondition(condition);
    }

    internal abstract Check Evaluate(QualificationContext context, IConditionBook book);

    /// <summary>The names of the host's conditions that the tree asks for.</summary>
    internal virtual IEnumerable<string> CustomNames => [];

    private static ValueList<string> Values(IEnumerable<string> values)
    {
        var list = values.Select(static value => InputText.Check(value)).ToValueList();
        return list.Count > 0 ? list : throw new ArgumentException("At least one value is needed.", nameof(values));
    }
}
