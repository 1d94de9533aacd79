using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>
/// Somebody became a customer. Report every sign-up, also those without a referral: the KPIs compare the two.
/// </summary>
/// <example><code>
/// SignUp.Of(bob).ByVisitor(visitor)              // attributed by the visitor's touches
/// SignUp.Of(bob).WithCode("K7M2-PQ9R-T")         // a code typed at sign-up
/// SignUp.Of(bob).AcquiredVia(Channel.Paid)       // no referral
/// </code></example>
public sealed record SignUp : ReferralInputOf<SignUp>
{
    [JsonConstructor]
    internal SignUp()
    {
    }

    /// <summary>The new customer: the referee, if there is a referral.</summary>
    [JsonInclude]
    public CustomerId Customer { get; internal init; }

    /// <summary>The visitor that signed up, if known.</summary>
    [JsonInclude]
    public VisitorId? Visitor { get; internal init; }

    /// <summary>The code typed at sign-up, if any.</summary>
    [JsonInclude]
    public string? Code { get; internal init; }

    /// <summary>The referrer that the host names itself, if any; the strongest evidence.</summary>
    [JsonInclude]
    public CustomerId? Referrer { get; internal init; }

    /// <summary>How the application says that the customer was acquired, if it says so. A created referral overrides it.</summary>
    [JsonInclude]
    public Channel? AcquisitionChannel { get; internal init; }

    /// <summary>The customer's segment, for breakdowns.</summary>
    [JsonInclude]
    public string? Segment { get; internal init; }

    /// <summary>What the application knows of the customer; <c>null</c> for nothing.</summary>
    [JsonInclude]
    public PersonSignals? Signals { get; internal init; }

    /// <summary>Whether the application knows the customer from before, such as from a shop without accounts.</summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsExisting { get; internal init; }

    /// <summary>What else conditions may ask of the customer.</summary>
    [JsonInclude]
    public IReadOnlyDictionary<string, string> Attributes { get; internal init => field = value.ToValueMap(); } = InputAttributes.None;

    internal override string DerivedKey => KeyText.Of("sign-up", Customer.Value);

    /// <summary>Reports a sign-up.</summary>
    /// <exception cref="ArgumentException">The customer is <c>default</c>.</exception>
    public static SignUp Of(CustomerId customer) => new() { Customer = InputText.Check(customer) };

    /// <summary>The same sign-up by a visitor, whose touches then decide whose referral it is.</summary>
    public SignUp ByVisitor(VisitorId visitor) => this with { Visitor = InputText.Check(visitor) };

    /// <summary>The same sign-up with a code that was typed, or a link that was pasted; case, blanks and dashes do not matter.</summary>
    /// <remarks>It never throws: blank it is left out, beyond 2,048 characters it is cut, and the explanation says so.</remarks>
    public SignUp WithCode(string? code)
    {
        var (text, changes) = Typed("code", code, TextRule.Link);
        return this with { Code = text, TextChanges = changes };
    }

    /// <summary>The same sign-up with the referrer that the application itself knows, such as from an import or a support case.</summary>
    public SignUp ReferredBy(CustomerId referrer) => this with { Referrer = InputText.Check(referrer) };

    /// <summary>The same sign-up with the channel through which the customer came.</summary>
    public SignUp AcquiredVia(Channel channel) => this with { AcquisitionChannel = InputText.Check(channel) };

    /// <summary>The same sign-up with the customer's segment: 1 to 128 characters.</summary>
    public SignUp InSegment(string segment) => this with { Segment = InputText.Check(segment) };

    /// <summary>The same sign-up with what the application knows of the customer; guards compare it with the referrer and with other customers.</summary>
    public SignUp With(PersonSignals signals)
    {
        ArgumentNullException.ThrowIfNull(signals);
        return this with { Signals = signals };
    }

    /// <summary>The same sign-up of somebody whom the application knows as a customer already, such as from a shop without accounts.</summary>
    public SignUp AsExisting() => this with { IsExisting = true };

    /// <summary>The same sign-up with one more attribute of the customer. An attribute given again is replaced.</summary>
    /// <param name="name">The name, by which conditions ask for it: 1 to 128 characters.</param>
    /// <param name="value">
    /// The value, which a customer may have typed: blank it is left out, beyond 128 characters it is cut, and control characters become blanks;
    /// the explanation says so.
    /// </param>
    /// <exception cref="ArgumentException">The name is not a valid name.</exception>
    public SignUp With(string name, string? value)
    {
        var (attributes, changes) = InputAttributes.With(Attributes, TextChanges, name, value);
        return this with { Attributes = attributes, TextChanges = changes };
    }
}
