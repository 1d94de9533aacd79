using NodaTime;

namespace Referrals;

/// <summary>
/// What a conversion must fulfil to earn a reward: a tree of conditions as data. Equal trees are equal values.
/// </summary>
/// <remarks>
/// A condition about something that is not known, such as the amount of a conversion without one or an attribute that is no number,
/// does not hold, and neither does its opposite: conditions fail closed.
/// </remarks>
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

    /// <summary>The conversion is every nth of its name by its customer: the nth, the 2nth and so on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public static Condition EveryNth(int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        return new OrdinalCondition(n, Every: true);
    }

    /// <summary>The customer has had a conversion of this name, earlier or by this one. Several of these ask for several events.</summary>
    /// <exception cref="ArgumentException">The name is empty or longer than 128 characters.</exception>
    public static Condition Happened(string name) => new HappenedCondition(InputText.Check(name));

    /// <summary>The conversion's amount is in this unit and not smaller. Another currency is a reason of its own.</summary>
    /// <exception cref="ArgumentException">The amount is <c>default</c> or negative.</exception>
    public static Condition AtLeast(Amount amount) => Amount(Comparison.AtLeast, amount);

    /// <summary>The conversion's amount, by the program's base, compares so with another of the same unit.</summary>
    /// <exception cref="ArgumentException">The amount is <c>default</c> or negative, or the comparison is none.</exception>
    public static Condition Amount(Comparison comparison, Amount limit) => new AmountCondition(Checked(comparison), InputText.NotNegative(limit));

    /// <summary>The conversion happened within a period after the customer's sign-up.</summary>
    public static Condition Within(TimePeriod period)
    {
        ArgumentNullException.ThrowIfNull(period);
        return new WithinCondition(period);
    }

    /// <summary>The conversion carries this attribute with one of these values, compared exactly.</summary>
    /// <exception cref="ArgumentException">The name or a value is empty or too long, or there is no value.</exception>
    public static Condition Attribute(string name, params IEnumerable<string> values) => In(Field.Event(name), values);

    /// <summary>The customer is in one of these segments, compared exactly.</summary>
    /// <exception cref="ArgumentException">A value is empty or too long, or there is none.</exception>
    public static Condition Segment(params IEnumerable<string> segments) => In(Field.Referee("segment"), segments);

    /// <summary>A field has one of these values, compared exactly.</summary>
    /// <exception cref="ArgumentException">A value is empty or too long, or there is none.</exception>
    public static Condition In(Field field, params IEnumerable<string> values) => new FieldInCondition(Checked(field), Values(values));

    /// <summary>A field has this text in it, compared exactly.</summary>
    /// <exception cref="ArgumentException">The text is empty or longer than 128 characters.</exception>
    public static Condition Contains(Field field, string text) => Text(field, TextMatch.Contains, text, matchCase: true);

    /// <summary>A field starts with this text, such as a SKU with the code of its brand.</summary>
    /// <param name="field">The field.</param>
    /// <param name="text">The text, of 1 to 128 characters.</param>
    /// <param name="matchCase">Whether capital letters make a difference; without it they make none, in any culture.</param>
    /// <exception cref="ArgumentException">The text is empty or longer than 128 characters.</exception>
    public static Condition StartsWith(Field field, string text, bool matchCase = false) => Text(field, TextMatch.StartsWith, text, matchCase);

    /// <summary>A field ends with this text, such as a plan with its term.</summary>
    /// <param name="field">The field.</param>
    /// <param name="text">The text, of 1 to 128 characters.</param>
    /// <param name="matchCase">Whether capital letters make a difference; without it they make none, in any culture.</param>
    /// <exception cref="ArgumentException">The text is empty or longer than 128 characters.</exception>
    public static Condition EndsWith(Field field, string text, bool matchCase = false) => Text(field, TextMatch.EndsWith, text, matchCase);

    private static FieldTextCondition Text(Field field, TextMatch match, string text, bool matchCase) =>
        new(Checked(field), match, InputText.Check(text), matchCase);

    /// <summary>A field is a number, written like 12.5, that compares so with a limit. What is no number does not hold.</summary>
    /// <exception cref="ArgumentException">The comparison is none.</exception>
    public static Condition Compare(Field field, Comparison comparison, decimal limit) =>
        new FieldNumberCondition(Checked(field), Checked(comparison), limit);

    /// <summary>A field is a number from the least to the greatest, both included.</summary>
    /// <exception cref="ArgumentException">The least is above the greatest.</exception>
    public static Condition Between(Field field, decimal least, decimal greatest) => least <= greatest
        ? All(Compare(field, Comparison.AtLeast, least), Compare(field, Comparison.AtMost, greatest))
        : throw new ArgumentException($"The least, {least}, is above the greatest, {greatest}.", nameof(least));

    /// <summary>A field is an instant in ISO 8601, or a day of the program's zone, from one instant on and before another.</summary>
    /// <param name="field">The field.</param>
    /// <param name="from">The first instant that holds; <c>null</c> for any.</param>
    /// <param name="until">The first instant that holds no longer; <c>null</c> for never.</param>
    /// <exception cref="ArgumentException">Neither end is given, or the range is empty.</exception>
    public static Condition During(Field field, Instant? from, Instant? until) => (from ?? until) is not null && !(from >= until)
        ? new FieldTimeCondition(Checked(field), from, until)
        : throw new ArgumentException("The range takes an end, and its start is before its end.", nameof(from));

    /// <summary>A field has a value, whatever it is. With <see cref="Not"/>, the one way to ask for what is missing.</summary>
    public static Condition Known(Field field) => new FieldKnownCondition(Checked(field));

    /// <summary>At least one line of the order fulfils a condition over <see cref="Field.Line"/> fields.</summary>
    public static Condition AnyLine(Condition condition) => new LineCondition(Checked(condition), Every: false);

    /// <summary>Every line of the order fulfils a condition; an order without lines does not.</summary>
    public static Condition EveryLine(Condition condition) => new LineCondition(Checked(condition), Every: true);

    /// <summary>The conversion happened on one of the days from the first to the last, both included, in the program's zone.</summary>
    /// <exception cref="ArgumentException">The first day is after the last.</exception>
    public static Condition OnDates(LocalDate first, LocalDate last) => first <= last
        ? new DatesCondition(first, last)
        : throw new ArgumentException($"The first day, {first:R}, is after the last, {last:R}.", nameof(first));

    /// <summary>The conversion happened on one of these days of the week, in the program's zone.</summary>
    /// <exception cref="ArgumentException">There is no day, or one is none of a week.</exception>
    public static Condition OnWeekdays(params IEnumerable<IsoDayOfWeek> days)
    {
        var list = days.Distinct().Order().ToValueList();
        return list.Count > 0 && list.All(static day => day is >= IsoDayOfWeek.Monday and <= IsoDayOfWeek.Sunday)
            ? new WeekdayCondition(list)
            : throw new ArgumentException("At least one day of the week is needed.", nameof(days));
    }

    /// <summary>The conversion happened between two times of day, the second not included; over midnight where the first is the later.</summary>
    /// <exception cref="ArgumentException">The two are the same.</exception>
    public static Condition AtTimes(LocalTime from, LocalTime until) => from != until
        ? new TimeOfDayCondition(from, until)
        : throw new ArgumentException("The start and the end must differ.", nameof(until));

    /// <summary>The referee has been a customer, or the referrer has taken part, for at least so long.</summary>
    public static Condition MemberFor(Side side, TimePeriod length) => Tenure(side, length, isLeast: true);

    /// <summary>The referee has been a customer, or the referrer has taken part, for less than so long.</summary>
    public static Condition MemberForLessThan(Side side, TimePeriod length) => Tenure(side, length, isLeast: false);

    /// <summary>A count compares so with a limit.</summary>
    /// <exception cref="ArgumentException">The measure is a sum, or the limit is negative.</exception>
    public static Condition Count(Measure measure, Comparison comparison, long limit)
    {
        ArgumentNullException.ThrowIfNull(measure);
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return measure.SumOf is null
            ? new MeasureCondition(measure, Checked(comparison), limit)
            : throw new ArgumentException($"'{measure}' is a sum; compare it with Sum(measure, comparison, amount).", nameof(measure));
    }

    /// <summary>A sum compares so with an amount.</summary>
    /// <exception cref="ArgumentException">The measure does not sum amounts of that unit, or the amount is negative.</exception>
    public static Condition Sum(Measure measure, Comparison comparison, Amount limit)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return measure.SumOf == InputText.NotNegative(limit).Unit
            ? new MeasureCondition(measure, Checked(comparison), limit.MinorUnits)
            : throw new ArgumentException($"'{measure}' does not sum {limit.Unit}; give the measure Sum(unit).", nameof(measure));
    }

    /// <summary>A custom condition, found by the name under which it is registered.</summary>
    /// <exception cref="ArgumentException">The name is empty or longer than 128 characters.</exception>
    public static Condition Custom(string name) => Custom(name, RuleParameters.None);

    /// <summary>A custom condition with parameters, found by the name under which it is registered.</summary>
    /// <exception cref="ArgumentException">The name is empty or longer than 128 characters.</exception>
    public static Condition Custom(string name, RuleParameters with)
    {
        ArgumentNullException.ThrowIfNull(with);
        return new CustomCondition(new CustomUse(InputText.Check(name), with));
    }

    /// <summary>All of these hold.</summary>
    /// <exception cref="ArgumentException">There is none; what always holds is <see cref="Always"/>.</exception>
    public static Condition All(params IEnumerable<Condition> conditions) => new AllCondition(Several(conditions));

    /// <summary>At least one of these holds.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Condition Any(params IEnumerable<Condition> conditions) => new AnyCondition(Several(conditions));

    /// <summary>
    /// This does not hold, and it is known that it does not: "not in segment x" does not hold for a customer without a segment. To let
    /// those through, say so: <c>Any(Not(Known(field)), Not(In(field, "x")))</c>.
    /// </summary>
    public static Condition Not(Condition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return new NotCondition(condition);
    }

    /// <summary>Makes the condition ready to be asked.</summary>
    internal abstract ConditionPlan Compile(RulePlanBuilder builder);

    /// <summary>The names of the only conversions for which the condition can hold; <c>null</c> for all.</summary>
    internal virtual IReadOnlySet<string>? Events => null;

    /// <summary>Whether the condition asks about persons, times or referrals only, so that it can be asked of a sign-up too.</summary>
    internal virtual bool FitsSignUp => false;

    /// <summary>Whether it can hold of what happens on a day, as far as the dates in it say.</summary>
    internal virtual bool CanHoldOn(LocalDate day) => true;

    /// <summary>Whether it holds of whatever happens on a day, by the dates in it alone.</summary>
    internal virtual bool HoldsAllOf(LocalDate day) => false;

    /// <summary>The names of the application's conditions that the tree asks for.</summary>
    internal virtual IEnumerable<string> CustomNames => [];

    /// <summary>The events that the tree asks for; not those that it asks not to be.</summary>
    internal virtual IEnumerable<string> EventNames => [];

    private static ValueList<Condition> Several(IEnumerable<Condition> conditions)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        var list = conditions.Select(static condition => Checked(condition)).ToValueList();
        return list.Count > 0
            ? list
            : throw new ArgumentException("At least one condition is needed; what always holds is Condition.Always.", nameof(conditions));
    }

    private static ValueList<string> Values(IEnumerable<string> values)
    {
        var list = values.Select(static value => InputText.Check(value)).ToValueList();
        return list.Count > 0 ? list : throw new ArgumentException("At least one value is needed.", nameof(values));
    }

    private static TenureCondition Tenure(Side side, TimePeriod length, bool isLeast)
    {
        ArgumentNullException.ThrowIfNull(length);
        return Enum.IsDefined(side)
            ? new TenureCondition(side, length, isLeast)
            : throw new ArgumentOutOfRangeException(nameof(side), side, "Not a valid Side value.");
    }

    private static T Checked<T>(T value)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(value);
        return value;
    }

    private static Comparison Checked(Comparison comparison) => Enum.IsDefined(comparison)
        ? comparison
        : throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "Not a valid comparison.");
}
