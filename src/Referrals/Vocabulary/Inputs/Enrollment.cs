using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>A customer becomes a referrer and gets a code. Enrolling again gives the same code.</summary>
public sealed record Enrollment : ReferralInputOf<Enrollment>
{
    [JsonConstructor]
    internal Enrollment()
    {
    }

    /// <summary>The referrer.</summary>
    [JsonInclude]
    public CustomerId Customer { get; internal init; }

    /// <summary>The code that the referrer wants, if it is not to be a random one.</summary>
    [JsonInclude]
    public string? ChosenCode { get; internal init; }

    /// <summary>What the application knows of the referrer; <c>null</c> for nothing.</summary>
    [JsonInclude]
    public PersonSignals? Signals { get; internal init; }

    /// <remarks>With other signals, attributes or wishes it is another input: they are then added to what is known of the referrer.</remarks>
    internal override string DerivedKey => ChosenCode is null && Signals is null && Segment is null && Attributes.Count == 0
        ? KeyText.Of("enroll", Customer.Value)
        : KeyText.Of("enroll", Customer.Value, ContentHash.Of(
            [ChosenCode, Segment, .. Signals?.Hashes ?? [], null, .. Attributes.SelectMany(static each => (string[])[each.Key, each.Value])]));

    /// <summary>The customer's segment, where it is told with the enrolment.</summary>
    [JsonInclude]
    public string? Segment { get; internal init; }

    /// <summary>What else conditions may ask of the referrer.</summary>
    [JsonInclude]
    public IReadOnlyDictionary<string, string> Attributes { get; internal init => field = value.ToValueMap(); } = InputAttributes.None;

    /// <summary>Enrols a customer.</summary>
    /// <exception cref="ArgumentException">The customer is <c>default</c>.</exception>
    public static Enrollment Of(CustomerId customer) => new() { Customer = InputText.Check(customer) };

    /// <summary>The same enrolment with a code that the referrer chose, where the program lets referrers choose.</summary>
    /// <remarks>
    /// It never throws: a blank wish is left out, and the referrer gets a random code; a longer one than 128 characters is cut, and refused
    /// since no code is that long. The explanation says so.
    /// </remarks>
    public Enrollment WithChosenCode(string? code)
    {
        var (text, changes) = Typed("chosenCode", code, TextRule.Opaque);
        return this with { ChosenCode = text, TextChanges = changes };
    }

    /// <summary>The same enrolment with what the application knows of the referrer; guards compare it with what referred customers show.</summary>
    public Enrollment With(PersonSignals signals)
    {
        ArgumentNullException.ThrowIfNull(signals);
        return this with { Signals = signals };
    }

    /// <summary>The same enrolment with the referrer's segment: 1 to 128 characters.</summary>
    public Enrollment InSegment(string segment) => this with { Segment = InputText.Check(segment) };

    /// <summary>The same enrolment with one more attribute of the referrer. An attribute given again is replaced.</summary>
    /// <param name="name">The name, by which conditions ask for it: 1 to 128 characters.</param>
    /// <param name="value">
    /// The value, which a customer may have typed: blank it is left out, beyond 128 characters it is cut, and control characters become blanks;
    /// the explanation says so.
    /// </param>
    /// <exception cref="ArgumentException">The name is not a valid name.</exception>
    public Enrollment With(string name, string? value)
    {
        var (attributes, changes) = InputAttributes.With(Attributes, TextChanges, name, value);
        return this with { Attributes = attributes, TextChanges = changes };
    }
}
