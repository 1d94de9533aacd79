using NodaTime;
using NodaTime.Text;

namespace Referrals.Testing;

/// <summary>
/// Contexts for unit tests of custom rules, conditions and guards, in one line. Each is what the engine gives to a rule: a small story is told to
/// the engine's own decider, and what it hands over is kept. So nothing is left empty that would be filled in production.
/// </summary>
/// <example><code>
/// var context = ContextFor.Purchase(80, "EUR").Referee("birthMonth", "3").At("2026-03-31T22:30:00Z").In("Europe/Berlin");
/// Assert.False(new BirthdayMonth().IsMet(context).Holds);
/// </code></example>
public static class ContextFor
{
    /// <summary>A purchase of bob, whom alice referred.</summary>
    /// <param name="amount">What bob pays, in whole units.</param>
    /// <param name="unit">The unit, such as <c>EUR</c>.</param>
    public static ConversionContext Purchase(decimal amount, string unit) =>
        Conversion(Referrals.Conversion.Of(CustomerId.From("bob"), "order", "purchase", Amount.Of(amount, unit)));

    /// <summary>Any conversion, with its lines and attributes.</summary>
    /// <param name="conversion">The conversion. Its customer is the referee, and its time, where it has one, the time of the context.</param>
    public static ConversionContext Conversion(Conversion conversion)
    {
        ArgumentNullException.ThrowIfNull(conversion);
        return new ConversionContext(conversion);
    }

    /// <summary>A sign-up of bob, whom alice refers.</summary>
    public static SignUpContext SignUp() => SignUp(Referrals.SignUp.Of(CustomerId.From("bob")));

    /// <summary>Any sign-up, with its attributes and signals.</summary>
    /// <param name="signUp">The sign-up. Its time, where it has one, is the time of the context.</param>
    public static SignUpContext SignUp(SignUp signUp)
    {
        ArgumentNullException.ThrowIfNull(signUp);
        return new SignUpContext(signUp);
    }
}

/// <summary>
/// What a custom rule or condition is asked about: a conversion, by default on 15 March 2026 at 10:00 UTC, of somebody who was referred, by name,
/// three days before by somebody who had taken part for thirty days. Immutable; it is a <see cref="QualificationContext"/> wherever one is taken.
/// </summary>
public sealed class ConversionContext
{
    private static readonly Duration SignUpBefore = Duration.FromDays(3);
    private static readonly Duration EnrolledBefore = Duration.FromDays(27);

    private readonly Conversion _conversion;
    private readonly Func<Enrollment, Enrollment> _referrer;
    private readonly Func<SignUp, SignUp> _referee;
    private readonly Dictionary<Measure, long> _history;
    private readonly Conversion[] _earlier;
    private readonly string _zone;
    private readonly AmountBase _base;
    private readonly Duration? _signUpBefore;

    internal ConversionContext(Conversion conversion)
        : this(conversion, static told => told, static told => told, [], [], "Etc/UTC", AmountBase.Paid, null)
    {
    }

    private ConversionContext(
        Conversion conversion,
        Func<Enrollment, Enrollment> referrer,
        Func<SignUp, SignUp> referee,
        Dictionary<Measure, long> history,
        Conversion[] earlier,
        string zone,
        AmountBase amountBase,
        Duration? signUpBefore)
    {
        _conversion = conversion;
        _referrer = referrer;
        _referee = referee;
        _history = history;
        _earlier = earlier;
        _zone = zone;
        _base = amountBase;
        _signUpBefore = signUpBefore;
    }

    /// <summary>The same as a context.</summary>
    public static implicit operator QualificationContext(ConversionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.ToQualificationContext();
    }

    /// <summary>At another time.</summary>
    public ConversionContext At(Instant instant) => With(_conversion.At(instant));

    /// <summary>At another time, written in ISO 8601 such as <c>2026-03-31T22:30:00Z</c>.</summary>
    /// <exception cref="FormatException">The text is no instant.</exception>
    public ConversionContext At(string instant) => At(ContextTimes.Parse(instant));

    /// <summary>In a program of another zone, such as <c>Europe/Berlin</c>.</summary>
    public ConversionContext In(string zone) => With(zone: zone);

    /// <summary>In a program that counts other parts of amounts.</summary>
    public ConversionContext Counting(AmountBase amountBase) => With(amountBase: amountBase);

    /// <summary>With an attribute of the referee.</summary>
    public ConversionContext Referee(string name, string value) => Referee(told => told.With(name, value));

    /// <summary>With more of the referee's sign-up: <c>Referee(s => s.InSegment("vip"))</c>.</summary>
    public ConversionContext Referee(Func<SignUp, SignUp> with)
    {
        ArgumentNullException.ThrowIfNull(with);
        return With(referee: told => with(_referee(told)));
    }

    /// <summary>With an attribute of the referrer.</summary>
    public ConversionContext Referrer(string name, string value) => Referrer(told => told.With(name, value));

    /// <summary>With more of the referrer's enrolment: <c>Referrer(e => e.InSegment("gold"))</c>.</summary>
    public ConversionContext Referrer(Func<Enrollment, Enrollment> with)
    {
        ArgumentNullException.ThrowIfNull(with);
        return With(referrer: told => with(_referrer(told)));
    }

    /// <summary>The referee signed up so long before the conversion; without this, three days.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public ConversionContext SignedUp(Duration before)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(before, Duration.Zero);
        return With(signUpBefore: before);
    }

    /// <summary>After an earlier conversion of the referee, which counts for the ordinal, the first time and the numbers of events.</summary>
    /// <param name="conversion">Its customer is taken to be the referee. Without a time it happened an hour after the sign-up.</param>
    public ConversionContext After(Conversion conversion)
    {
        ArgumentNullException.ThrowIfNull(conversion);
        return With(earlier: [.. _earlier, conversion]);
    }

    /// <summary>As the referee's nth conversion of its name: so many less one happened before.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1 or above 1,000.</exception>
    public ConversionContext Nth(int ordinal)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ordinal, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ordinal, 1_000);
        return With(earlier: [.. _earlier, .. Enumerable.Range(1, ordinal - 1).Select(n =>
            Conversion.Of(_conversion.Customer, $"earlier {_conversion.Name} {n}", _conversion.Name))]);
    }

    /// <summary>With a number of the history that the rule declares; the current conversion included, where the measure counts it.</summary>
    /// <exception cref="ArgumentException">The measure is a sum.</exception>
    public ConversionContext Counted(Measure measure, long number)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return measure.SumOf is { } unit
            ? throw new ArgumentException($"'{measure}' is a sum of {unit}; give an amount.", nameof(measure))
            : Known(measure, number);
    }

    /// <summary>With a sum of the history that the rule declares; the current conversion included, where the measure counts it.</summary>
    /// <exception cref="ArgumentException">The measure does not sum amounts of this unit.</exception>
    public ConversionContext Counted(Measure measure, Amount sum)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return measure.SumOf == sum.Unit
            ? Known(measure, sum.MinorUnits)
            : throw new ArgumentException($"'{measure}' does not sum {sum.Unit}.", nameof(measure));
    }

    /// <summary>The context.</summary>
    /// <exception cref="ArgumentException">What was described cannot happen, such as an earlier conversion after the one that is asked about.</exception>
    public QualificationContext ToQualificationContext()
    {
        var at = _conversion.OccurredAt ?? ContextTimes.Usual;
        var signedUpAt = at - (_signUpBefore ?? SignUpBefore);
        var (referee, referrer) = (_conversion.Customer, ContextTimes.ReferrerOf(_conversion.Customer));
        var probe = new Probe(_conversion.Id);
        var program = ReferralProgram.Create("context", p => p
            .InZone(_zone)
            .CountAmounts(_base)
            .Qualify(q => q.And(Condition.Custom("probe")))
            .RewardReferrer(r => r.Flat(1, "probe")));
        var story = new ReferralScenario(program, CustomRules.Empty.With("probe", probe)) { Now = signedUpAt - EnrolledBefore };
        _ = story.Tell(_referrer(Enrollment.Of(referrer)));
        Require(story.Tell(_referee(SignUp.Of(referee).ReferredBy(referrer)).At(signedUpAt)));
        foreach (var (earlier, n) in _earlier.Select(static (earlier, n) => (earlier, n)))
        {
            var told = earlier.OccurredAt ?? Instant.Min(at, signedUpAt + Duration.FromHours(1) + Duration.FromSeconds(n));
            _ = told <= at ? story.Tell((earlier with { Customer = referee }).At(told)) : throw new ArgumentException(
                $"The earlier conversion '{earlier.Id}' happens at {told}, after the one that is asked about, at {at}.");
        }

        _ = story.Tell(_conversion.At(at));
        var context = probe.Seen
            ?? throw new ArgumentException($"The conversion '{_conversion.Id}' reaches no rule: {story.Decisions[^1].Explanation.ToText()}");
        var history = context.History.ToDictionary();
        foreach (var (measure, number) in _history)
        {
            history[measure] = number;
        }

        return context.AskedDirectly().With(history);
    }

    private static void Require(Decision decision)
    {
        if (decision.Code != DecisionCodes.SignUpReferred)
        {
            throw new ArgumentException($"The sign-up makes no referral: {decision.Explanation.ToText()}");
        }
    }

    private ConversionContext Known(Measure measure, long number) => With(history: new Dictionary<Measure, long>(_history) { [measure] = number });

    private ConversionContext With(
        Conversion? conversion = null,
        Func<Enrollment, Enrollment>? referrer = null,
        Func<SignUp, SignUp>? referee = null,
        Dictionary<Measure, long>? history = null,
        Conversion[]? earlier = null,
        string? zone = null,
        AmountBase? amountBase = null,
        Duration? signUpBefore = null) => new(
            conversion ?? _conversion,
            referrer ?? _referrer,
            referee ?? _referee,
            history ?? _history,
            earlier ?? _earlier,
            zone ?? _zone,
            amountBase ?? _base,
            signUpBefore ?? _signUpBefore);

    /// <summary>Keeps what the engine shows to a condition.</summary>
    private sealed class Probe(string conversion) : IConversionCondition
    {
        internal QualificationContext? Seen { get; private set; }

        public ConditionAnswer IsMet(QualificationContext context)
        {
            Seen = context.Conversion.Id == conversion ? context : Seen;
            return ConditionAnswer.NotMet();
        }
    }
}

/// <summary>
/// What a custom guard is asked about: a sign-up, by default on 15 March 2026 at 10:00 UTC, of somebody whom somebody else refers who has taken part
/// for thirty days. Immutable; it is a <see cref="GuardContext"/> wherever one is taken.
/// </summary>
public sealed class SignUpContext
{
    private static readonly Duration EnrolledBefore = Duration.FromDays(30);

    private readonly SignUp _signUp;
    private readonly Func<Enrollment, Enrollment> _referrer;
    private readonly Func<Touch, Touch>? _touch;
    private readonly string _zone;

    internal SignUpContext(SignUp signUp)
        : this(signUp, static told => told, null, "Etc/UTC")
    {
    }

    private SignUpContext(SignUp signUp, Func<Enrollment, Enrollment> referrer, Func<Touch, Touch>? touch, string zone)
    {
        _signUp = signUp;
        _referrer = referrer;
        _touch = touch;
        _zone = zone;
    }

    /// <summary>The same as a context.</summary>
    public static implicit operator GuardContext(SignUpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.ToGuardContext();
    }

    /// <summary>At another time.</summary>
    public SignUpContext At(Instant instant) => new(_signUp.At(instant), _referrer, _touch, _zone);

    /// <summary>At another time, written in ISO 8601 such as <c>2026-03-31T22:30:00Z</c>.</summary>
    /// <exception cref="FormatException">The text is no instant.</exception>
    public SignUpContext At(string instant) => At(ContextTimes.Parse(instant));

    /// <summary>In a program of another zone, such as <c>Europe/Berlin</c>.</summary>
    public SignUpContext In(string zone) => new(_signUp, _referrer, _touch, zone);

    /// <summary>With an attribute of the referee.</summary>
    public SignUpContext Referee(string name, string value) => new(_signUp.With(name, value), _referrer, _touch, _zone);

    /// <summary>With an attribute of the referrer.</summary>
    public SignUpContext Referrer(string name, string value) => Referrer(told => told.With(name, value));

    /// <summary>With more of the referrer's enrolment.</summary>
    public SignUpContext Referrer(Func<Enrollment, Enrollment> with)
    {
        ArgumentNullException.ThrowIfNull(with);
        return new SignUpContext(_signUp, told => with(_referrer(told)), _touch, _zone);
    }

    /// <summary>By a click on the referrer's code an hour before, with an attribute of where it came from; without this, the referrer is named.</summary>
    public SignUpContext Touched(string name, string value) =>
        new(_signUp, _referrer, told => (_touch?.Invoke(told) ?? told).With(name, value), _zone);

    /// <summary>The context.</summary>
    /// <exception cref="ArgumentException">What was described makes no referral that a guard is asked about.</exception>
    public GuardContext ToGuardContext()
    {
        var at = _signUp.OccurredAt ?? ContextTimes.Usual;
        var referrer = ContextTimes.ReferrerOf(_signUp.Customer);
        var probe = new Probe();
        var program = ReferralProgram.Create("context", p => p
            .InZone(_zone)
            .Guard(g => g.Against(Guard.Custom("probe")))
            .RewardReferrer(r => r.Flat(1, "probe")));
        var story = new ReferralScenario(program, CustomRules.Empty.With("probe", probe)) { Now = at - EnrolledBefore };
        _ = story.Tell(_referrer(Enrollment.Of(referrer)));
        var signUp = _signUp.At(at);
        if (_touch is { } touch)
        {
            var visitor = VisitorId.From("visitor");
            var code = story.State.CodeOf(referrer)!;
            _ = story.Tell(touch(Touch.CodeEntry(code, visitor)).At(at - Duration.FromHours(1)));
            signUp = signUp.ByVisitor(visitor);
        }
        else
        {
            signUp = signUp.ReferredBy(referrer);
        }

        var decision = story.Tell(signUp);
        return probe.Seen is { } seen
            ? seen with { Calls = null }
            : throw new ArgumentException($"The sign-up reaches no guard: {decision.Explanation.ToText()}");
    }

    /// <summary>Keeps what the engine shows to a guard.</summary>
    private sealed class Probe : IReferralGuard
    {
        internal GuardContext? Seen { get; private set; }

        public GuardFinding Find(GuardContext context)
        {
            Seen = context;
            return GuardFinding.Passes();
        }
    }
}

/// <summary>What both kinds of contexts have in common.</summary>
internal static class ContextTimes
{
    internal static Instant Usual { get; } = Instant.FromUtc(2026, 3, 15, 10, 0);

    internal static Instant Parse(string instant) => InstantPattern.ExtendedIso.Parse(instant).Value;

    /// <summary>Alice, unless alice is the referee herself.</summary>
    internal static CustomerId ReferrerOf(CustomerId referee) => CustomerId.From(referee == CustomerId.From("alice") ? "referrer of alice" : "alice");
}
