using NodaTime;
using Referrals.Explanations;

namespace Referrals;

/// <summary>What conditions may ask about: a conversion, and what was known of its customer when it was decided.</summary>
public sealed class QualificationContext
{
    private readonly AmountBase _base = AmountBase.Paid;
    private readonly Unit _unit;
    private ICustomCalls? _calls;
    private IReadOnlyDictionary<Measure, long> _history = NoHistory;

    /// <summary>Describes a conversion. Applications only need this to unit-test conditions and incentive rules of their own.</summary>
    /// <param name="conversion">The conversion, with the time at which it happened.</param>
    /// <param name="ordinal">The number of this conversion among those of its name by this customer, from 1.</param>
    /// <param name="referee">Who converted.</param>
    /// <param name="referrer">Who referred the customer.</param>
    /// <param name="signedUpAt">When the customer signed up.</param>
    /// <param name="zone">The program's zone.</param>
    /// <param name="segment">The customer's segment, if known.</param>
    /// <exception cref="ArgumentException">The conversion has no time.</exception>
    public QualificationContext(
        Conversion conversion,
        int ordinal,
        CustomerId referee,
        CustomerId referrer,
        Instant signedUpAt,
        DateTimeZone zone,
        string? segment = null)
    {
        ArgumentNullException.ThrowIfNull(conversion);
        ArgumentOutOfRangeException.ThrowIfLessThan(ordinal, 1);
        ArgumentNullException.ThrowIfNull(zone);
        OccurredAt = conversion.OccurredAt
            ?? throw new ArgumentException("The conversion requires a time; set one with At(instant).", nameof(conversion));
        Conversion = conversion;
        Ordinal = ordinal;
        Referee = referee;
        Referrer = referrer;
        SignedUpAt = signedUpAt;
        Zone = zone;
        Segment = segment;
        FirstAt = OccurredAt;
        OccurredTicks = OccurredAt.ToUnixTimeTicks();
        SignedUpTicks = signedUpAt.ToUnixTimeTicks();
        if (conversion.Amount is { } amount)
        {
            _unit = amount.Unit;
            BaseMinorUnits = amount.MinorUnits;
        }
    }

    /// <summary>The conversion.</summary>
    public Conversion Conversion { get; }

    /// <summary>When the conversion happened.</summary>
    public Instant OccurredAt { get; }

    /// <summary>The number of this conversion among those of its name by this customer, from 1, in the order of arrival.</summary>
    public int Ordinal { get; }

    /// <summary>Who converted.</summary>
    public CustomerId Referee { get; }

    /// <summary>Who referred the customer.</summary>
    public CustomerId Referrer { get; }

    /// <summary>When the customer signed up.</summary>
    public Instant SignedUpAt { get; }

    /// <summary>The program's zone.</summary>
    public DateTimeZone Zone { get; }

    /// <summary>The customer's segment, if known.</summary>
    public string? Segment { get; }

    /// <summary>Which parts of the amount count; the program's.</summary>
    /// <value>The default is <see cref="AmountBase.Paid"/>.</value>
    public AmountBase AmountBase
    {
        get => _base;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            _base = value;
            BaseMinorUnits = Conversion.Amount is null ? 0 : value.Of(Conversion);
        }
    }

    /// <summary>The part of the conversion's amount that counts; <c>null</c> for a conversion without an amount.</summary>
    public Amount? Amount => _unit.IsDefault ? null : Referrals.Amount.FromMinorUnits(BaseMinorUnits, _unit);

    /// <summary>When the customer's first conversion of this name happened; this one's time where it is the first.</summary>
    public Instant FirstAt { get; init; }

    /// <summary>What else is known of who converted.</summary>
    public IReadOnlyDictionary<string, string> RefereeAttributes { get; init; } = InputAttributes.None;

    /// <summary>What else is known of who referred.</summary>
    public IReadOnlyDictionary<string, string> ReferrerAttributes { get; init; } = InputAttributes.None;

    /// <summary>The segment of who referred, if known.</summary>
    public string? ReferrerSegment { get; init; }

    /// <summary>Since when the referrer takes part in the program; <c>null</c> where that is not known.</summary>
    public Instant? ReferrerSince { get; init; }

    /// <summary>The code that the referral came by; <c>null</c> for none.</summary>
    public string? Code { get; init; }

    /// <summary>The share that the referral came by; <c>null</c> for none.</summary>
    public string? ShareId { get; init; }

    /// <summary>The channel that the referral came by; <c>null</c> where that is not known.</summary>
    public Channel? Channel { get; init; }

    /// <summary>What spoke for the referral: <c>Code</c>, <c>SignedLink</c>, <c>Link</c> or <c>Manual</c>.</summary>
    public string? Evidence { get; init; }

    /// <summary>How many conversions of each name the customer has had, this one included.</summary>
    public IReadOnlyDictionary<string, int> EventCounts { get; init; } = NoCounts;

    /// <summary>
    /// The numbers that a custom rule or condition has declared: counts as they are, sums in minor units. Those that count the current conversion
    /// include it, as <see cref="Measure.CountsCurrent"/> says.
    /// </summary>
    /// <value>Empty by default. A rule or condition sees those that its <c>History</c> names.</value>
    public IReadOnlyDictionary<Measure, long> History
    {
        get => _history;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            _history = value;
        }
    }

    /// <summary>A number of the history.</summary>
    /// <exception cref="ArgumentException">The rule or condition does not declare it.</exception>
    public long Count(Measure measure)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return History.TryGetValue(measure, out var number) ? number : throw new ArgumentException(
            $"'{measure}' is not among the numbers that this rule declares. Return it from History.", nameof(measure));
    }

    /// <summary>A sum of the history, as an amount.</summary>
    /// <exception cref="ArgumentException">The rule or condition does not declare it, or it is a count.</exception>
    public Amount Sum(Measure measure)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return measure.SumOf is { } unit
            ? Referrals.Amount.FromMinorUnits(Count(measure), unit)
            : throw new ArgumentException($"'{measure}' is a count; read it with Count.", nameof(measure));
    }

    /// <summary>Through what custom rules are asked while an input is decided; <c>null</c> outside of a decision.</summary>
    internal ICustomCalls? Calls
    {
        get => _calls;
        init => _calls = value;
    }

    /// <summary>The same, where custom rules are asked through something else.</summary>
    internal QualificationContext AskedBy(ICustomCalls calls)
    {
        var copy = (QualificationContext)MemberwiseClone();
        copy._calls = calls;
        return copy;
    }

    /// <summary>The same outside of the decision for which it was made.</summary>
    internal QualificationContext AskedDirectly()
    {
        var copy = (QualificationContext)MemberwiseClone();
        copy._calls = null;
        return copy;
    }

    /// <summary>The same with these numbers.</summary>
    internal QualificationContext With(IReadOnlyDictionary<Measure, long> history)
    {
        var copy = (QualificationContext)MemberwiseClone();
        copy._history = history;
        return copy;
    }

    /// <summary>The part of the amount that counts, in smallest parts; only to be asked where there is an amount.</summary>
    internal long BaseMinorUnits { get; private init; }

    /// <summary>When the conversion happened, in ticks since 1970: instants of inputs are whole microseconds, so nothing is lost.</summary>
    internal long OccurredTicks { get; }

    /// <summary>When the first conversion happened that qualified for a rule; <c>null</c> where none did before this one.</summary>
    internal Instant? FirstQualifiedAt(string rule) => Firsts.TryGetValue(rule, out var at) ? at : null;

    internal IReadOnlyDictionary<string, Instant> Firsts { get; init; } = NoFirsts;

    /// <summary>Whether a referral is decided that begins to count, and no conversion.</summary>
    internal bool IsSignUp { get; init; }

    internal long SignedUpTicks { get; }

    internal bool HasAmountIn(in Unit unit) => _unit == unit;

    private static readonly IReadOnlyDictionary<string, Instant> NoFirsts = new Dictionary<string, Instant>();
    private static readonly IReadOnlyDictionary<Measure, long> NoHistory = new Dictionary<Measure, long>();
    private static readonly IReadOnlyDictionary<string, int> NoCounts = new Dictionary<string, int>();
}

/// <summary>An application's own condition, registered by name so that programs in C# and in JSON can ask it.</summary>
/// <remarks>
/// It is a pure function: no clock, no randomness, no I/O; the same context gives the same answer, for ever, or replays of
/// the history would differ from what was decided. It is called by many threads at once.
/// </remarks>
public interface IConversionCondition
{
    /// <summary>
    /// Whether the condition holds: <c>true</c>, <c>false</c>, or <see cref="ConditionAnswer.Unknown"/> where that cannot be known, as where an
    /// attribute is missing. What is not known earns nothing, and neither does its opposite (<see cref="Condition.Not"/>).
    /// </summary>
    /// <remarks>Called once for each conversion, or once for each person rewarded where <see cref="History"/> names numbers.</remarks>
    ConditionAnswer IsMet(QualificationContext context);

    /// <summary>The numbers that the condition reads from <see cref="QualificationContext.History"/>.</summary>
    /// <value>Empty by default. Counting begins with the first version of the program that uses the condition.</value>
    IReadOnlyList<Measure> History => [];
}

/// <summary>What a custom condition answers: whether it holds, and, for the explanation, what it found and what it asks for.</summary>
/// <remarks>A <c>bool</c> is an answer too, and so is a <c>bool?</c>, whose <c>null</c> stands for what is not known.</remarks>
/// <example><code>
/// public ConditionAnswer IsMet(QualificationContext context) => context.Ordinal >= 3
///     ? ConditionAnswer.Met()
///     : ConditionAnswer.NotMet(found: $"order {context.Ordinal}", required: "the third order");
/// </code></example>
public readonly record struct ConditionAnswer
{
    private const int MaxLength = 256;

    private readonly bool? _holds;

    private ConditionAnswer(bool? holds, CheckValue found, CheckValue needed)
    {
        _holds = holds;
        Found = found;
        Needed = needed;
    }

    /// <summary>Whether the condition holds; <c>null</c> where that is not known, as of the <c>default</c> of the type.</summary>
    public bool? Holds => _holds;

    /// <summary>What was found, for the operator; <c>null</c> where it goes without saying.</summary>
    public string? Actual => Found.ToString();

    /// <summary>What is asked for, for the operator; <c>null</c> where it goes without saying.</summary>
    public string? Required => Needed.ToString();

    internal Truth Truth => Holds switch { true => Truth.True, false => Truth.False, _ => Truth.Unknown };

    internal CheckValue Found { get; }

    internal CheckValue Needed { get; }

    /// <summary>The condition holds.</summary>
    /// <param name="found">What was found, without personal data: it is stored with the decision; cut at 256 characters.</param>
    /// <param name="required">What was asked for.</param>
    public static ConditionAnswer Met(string? found = null, string? required = null) => new(true, Cut(found), Cut(required));

    /// <summary>The condition does not hold.</summary>
    /// <param name="found">What was found, without personal data: it is stored with the decision; cut at 256 characters.</param>
    /// <param name="required">What would have been enough.</param>
    public static ConditionAnswer NotMet(string? found = null, string? required = null) => new(false, Cut(found), Cut(required));

    /// <summary>Whether the condition holds cannot be known, as where an attribute is missing.</summary>
    /// <param name="found">What was found, without personal data: it is stored with the decision; cut at 256 characters.</param>
    /// <param name="required">What would have been enough.</param>
    public static ConditionAnswer Unknown(string? found = null, string? required = null) => new(null, Cut(found), Cut(required));

    /// <summary>Whether it holds, and nothing more.</summary>
    public static implicit operator ConditionAnswer(bool holds) => new(holds, default, default);

    /// <summary>Whether it holds, where <c>null</c> stands for what is not known.</summary>
    public static implicit operator ConditionAnswer(bool? holds) => new(holds, default, default);

    /// <summary>The same as the conversion.</summary>
    public static ConditionAnswer Of(bool? holds) => holds;

    internal static ConditionAnswer Failed(Exception cause) => new(null, CustomRuleFailure.Found(cause), default);

    /// <summary>Such as <c>not met: order 2, required the third order</c>.</summary>
    public override string ToString() =>
        (Holds switch { true => "met", false => "not met", _ => "not known" })
        + (Actual is { } found ? $": {found}" : string.Empty)
        + (Required is { } needed ? $"{(Actual is null ? ":" : ",")} required {needed}" : string.Empty);

    private static CheckValue Cut(string? text) => CheckValue.Text(text is { Length: > MaxLength } ? text[..MaxLength] : text);
}
