namespace Referrals;

/// <summary>One objection that can be raised against a referral, as data, with what follows from it. Equal guards are equal values.</summary>
public abstract record Guard
{
    /// <summary>The most points that one guard carries.</summary>
    public const int MaxPoints = 1_000;

    private protected Guard()
    {
    }

    /// <summary>The stable code of its check, such as <c>guard.same_email</c>.</summary>
    public abstract string Code { get; }

    /// <summary>What happens to a referral that it objects to.</summary>
    public GuardAction Action { get; internal init; }

    /// <summary>How many points it adds to the score of a referral that it objects to.</summary>
    public int Points { get; internal init; }

    /// <summary>Whether it asks how many a referrer referred lately.</summary>
    internal virtual bool CountsReferrals => false;

    /// <summary>The name of the application's list that it asks for; <c>null</c> for none.</summary>
    internal virtual string? ListName => null;

    /// <summary>Whether it can have a new answer when a conversion shows something new of a customer who was referred before.</summary>
    internal virtual bool LooksAtSignals => false;

    /// <summary>The e-mail address is one that somebody else showed. Refuses.</summary>
    public static Guard SameEmail(SignalScope among = SignalScope.Referrer) => Signal(SignalKind.Email, among, GuardAction.Refuse);

    /// <summary>The telephone number is one that somebody else showed. Refuses.</summary>
    public static Guard SamePhone(SignalScope among = SignalScope.Referrer) => Signal(SignalKind.Phone, among, GuardAction.Refuse);

    /// <summary>The card or account is one that somebody else showed. Holds.</summary>
    public static Guard SharedPayment(SignalScope among = SignalScope.Referrer) => Signal(SignalKind.Payment, among, GuardAction.Hold);

    /// <summary>The device is one that somebody else showed. Holds.</summary>
    public static Guard SharedDevice(SignalScope among = SignalScope.Referrer) => Signal(SignalKind.Device, among, GuardAction.Hold);

    /// <summary>The postal address is one that somebody else showed. Allows, since friends do live together.</summary>
    public static Guard SharedAddress(SignalScope among = SignalScope.Referrer) => Signal(SignalKind.Address, among, GuardAction.Allow);

    /// <summary>The application gave nothing of this kind, or what it gave cannot be read. Holds.</summary>
    public static Guard Missing(SignalKind kind) => new MissingSignalGuard(Check(kind)) { Action = GuardAction.Hold };

    /// <summary>
    /// Your application says so (<see cref="SignUp.AsExisting"/>), or the customer ordered before the sign-up. Refuses. A guest is not an
    /// existing customer: whoever first ordered after the touch that makes it a referral, and opens an account within 30 days of that order.
    /// </summary>
    /// <param name="events">
    /// The names of the conversions that are orders, up to 20. Left out: those that the program's qualification names, or if it names none,
    /// those that its rules name, or if they name none, all that have an amount above zero.
    /// </param>
    /// <exception cref="ArgumentException">A name is empty or longer than 128 characters, or there are too many.</exception>
    public static Guard ExistingCustomer(params IEnumerable<string> events) => ExistingCustomer(ExistingCustomerGuard.UsualGuests, events);

    /// <summary>As <see cref="ExistingCustomer(IEnumerable{string})"/>, with another time for guests.</summary>
    /// <param name="guests">How long after a first order as a guest an account may still be opened.</param>
    /// <param name="events">The names of the conversions that are orders; left out for those that the program rewards.</param>
    /// <exception cref="ArgumentException">A name is empty or longer than 128 characters, or there are too many.</exception>
    public static Guard ExistingCustomer(TimePeriod guests, params IEnumerable<string> events)
    {
        ArgumentNullException.ThrowIfNull(guests);
        return new ExistingCustomerGuard(OrderGuard.Checked(events), guests) { Action = GuardAction.Refuse };
    }

    /// <summary>Somebody with the same e-mail address or telephone number was referred already, as another customer. Refuses.</summary>
    public static Guard AlreadyReferred() => new AlreadyReferredGuard { Action = GuardAction.Refuse };

    /// <summary>The customer ordered before the touch that would make it a referral: the code came after the order. Refuses.</summary>
    /// <param name="events">The names of the conversions that are orders; left out for those that the program rewards, as for <see cref="ExistingCustomer(IEnumerable{string})"/>.</param>
    /// <exception cref="ArgumentException">A name is empty or longer than 128 characters, or there are too many.</exception>
    public static Guard ReferralAfterOrder(params IEnumerable<string> events) =>
        new ReferralAfterOrderGuard(OrderGuard.Checked(events)) { Action = GuardAction.Refuse };

    /// <summary>The referrer would have more referrals than this within a window. Holds.</summary>
    /// <param name="limit">How many are usual: 1 to 50.</param>
    /// <param name="within">Within what time: no window of this length may hold more, wherever it begins.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is outside the range.</exception>
    public static Guard ReferralsPerReferrer(int limit, TimePeriod within)
    {
        ArgumentNullException.ThrowIfNull(within);
        return new ReferrerVelocityGuard(Limit(limit), within) { Action = GuardAction.Hold };
    }

    /// <summary>More customers than this would have shown the same e-mail, number, card, device or address within a window. Holds.</summary>
    /// <param name="kind">Of what.</param>
    /// <param name="limit">How many are usual: 1 to 50.</param>
    /// <param name="within">Within what time: no window of this length may hold more, wherever it begins.</param>
    /// <exception cref="ArgumentOutOfRangeException">The kind is none, or the limit is outside the range.</exception>
    public static Guard CustomersPerSignal(SignalKind kind, int limit, TimePeriod within)
    {
        ArgumentNullException.ThrowIfNull(within);
        return new SignalVelocityGuard(Check(kind), Limit(limit), within) { Action = GuardAction.Hold };
    }

    /// <summary>The e-mail's domain, or one above it, is among these; <c>*.acme.com</c> stands only for those below. Refuses.</summary>
    /// <exception cref="ArgumentException">There is no domain, or one is none.</exception>
    public static Guard BlockedDomains(params IEnumerable<string> domains) => EmailDomainGuard.Of(false, domains) with { Action = GuardAction.Refuse };

    /// <summary>The e-mail's domain, or one above it, is in a list that the application registers under this name. Refuses.</summary>
    /// <exception cref="ArgumentException">The name is empty or longer than 128 characters.</exception>
    public static Guard BlockedDomainsIn(string list) => EmailDomainGuard.In(false, list) with { Action = GuardAction.Refuse };

    /// <summary>The e-mail's domain, or one above it, is among these, which give out addresses for a day. Holds.</summary>
    /// <exception cref="ArgumentException">There is no domain, or one is none.</exception>
    public static Guard DisposableDomains(params IEnumerable<string> domains) => EmailDomainGuard.Of(true, domains) with { Action = GuardAction.Hold };

    /// <summary>The e-mail's domain, or one above it, is in a list of throw-away domains that the application registers under this name. Holds.</summary>
    /// <exception cref="ArgumentException">The name is empty or longer than 128 characters.</exception>
    public static Guard DisposableDomainsIn(string list) => EmailDomainGuard.In(true, list) with { Action = GuardAction.Hold };

    /// <summary>The referrer is one of these. Refuses. To ban somebody without a new version of the program, report a <see cref="ReferrerBan"/>.</summary>
    /// <exception cref="ArgumentException">There is no customer, or one is <c>default</c>.</exception>
    public static Guard BannedReferrers(params IEnumerable<CustomerId> customers) => BannedReferrersGuard.Of(customers) with { Action = GuardAction.Refuse };

    /// <summary>The touch that would make it a referral came from a source that is listed. Refuses.</summary>
    /// <param name="attribute">The name of the touch's attribute, such as <c>host</c> or <c>gclid</c>; reported with <see cref="Touch.With(string, string)"/>.</param>
    /// <param name="values">The values, up to 200; case is ignored, and a <c>*</c> at either end stands for anything. Left out: any value.</param>
    /// <exception cref="ArgumentException">The name or a value is empty or longer than 128 characters, or there are too many.</exception>
    public static Guard BlockedSource(string attribute, params IEnumerable<string> values) =>
        BlockedSourceGuard.Of(attribute, values) with { Action = GuardAction.Refuse };

    /// <summary>A custom guard, registered under this name with <c>AddGuard</c>, objects. Holds. It is asked about sign-ups.</summary>
    /// <exception cref="ArgumentException">The name is empty or longer than 128 characters.</exception>
    public static Guard Custom(string name) => Custom(name, RuleParameters.None);

    /// <summary>A custom guard with parameters, registered under this name with <c>AddGuard</c>, objects. Holds. It is asked about sign-ups.</summary>
    /// <exception cref="ArgumentException">The name is empty or longer than 128 characters.</exception>
    public static Guard Custom(string name, RuleParameters with)
    {
        ArgumentNullException.ThrowIfNull(with);
        return new CustomGuard(new CustomUse(InputText.Check(name), with)) { Action = GuardAction.Hold };
    }

    /// <summary>The same guard, which only notes what it finds.</summary>
    public Guard Allowing() => this with { Action = GuardAction.Allow };

    /// <summary>The same guard, which holds referrals for review.</summary>
    public Guard Holding() => this with { Action = GuardAction.Hold };

    /// <summary>The same guard, which refuses referrals.</summary>
    public Guard Refusing() => this with { Action = GuardAction.Refuse };

    /// <summary>The same guard, which adds so many points to a referral's score.</summary>
    /// <param name="points">0 to <see cref="MaxPoints"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is outside the range.</exception>
    public Guard Scoring(int points)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(points);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(points, MaxPoints);
        return this with { Points = points };
    }

    internal static Guard Signal(SignalKind kind, SignalScope among, GuardAction action) =>
        new SharedSignalGuard(Check(kind), Check(among)) { Action = action };

    internal abstract GuardFinding Find(GuardContext context, IGuardBook book);

    private static int Limit(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, SignalHistory.MaxLimit);
        return limit;
    }

    private static T Check<T>(T value)
        where T : struct, Enum => Enum.IsDefined(value)
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, $"Not a valid {typeof(T).Name}.");
}

/// <summary>What happens to a referral that a guard objects to.</summary>
public enum GuardAction
{
    /// <summary>The referral is created; the finding is noted in the explanation, and its points count.</summary>
    Allow = 0,

    /// <summary>The referral is created, but nothing that it earns is available before somebody has approved it.</summary>
    Hold = 1,

    /// <summary>The referral is not created.</summary>
    Refuse = 2,
}

/// <summary>With whom a referred customer may not have something in common. Each member includes the one before it.</summary>
public enum SignalScope
{
    /// <summary>With the referrer.</summary>
    Referrer = 0,

    /// <summary>With the referrer, or with anybody else whom the same referrer referred.</summary>
    Referees = 1,

    /// <summary>With anybody else who is known to the program.</summary>
    Program = 2,
}
