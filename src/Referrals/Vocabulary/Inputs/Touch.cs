using System.Text.Json.Serialization;
using NodaTime;

namespace Referrals;

/// <summary>A visitor came into contact with a referral: a click on a link, or a typed code.</summary>
public sealed record Touch : ReferralInputOf<Touch>
{
    /// <summary>How many attributes a touch has at most.</summary>
    public const int MaxAttributes = 6;

    [JsonConstructor]
    internal Touch()
    {
    }

    /// <summary>Click or typed code.</summary>
    [JsonInclude]
    public TouchKind Kind { get; internal init; }

    /// <summary>Who clicked or typed.</summary>
    [JsonInclude]
    public VisitorId Visitor { get; internal init; }

    /// <summary>The link or code as it came in; <c>null</c> if only the share is known.</summary>
    [JsonInclude]
    public string? LinkOrCode { get; internal init; }

    /// <summary>The share that the touch came from, if known.</summary>
    [JsonInclude]
    public string? ShareId { get; internal init; }

    /// <summary>Where the touch came from, such as the referring host, the campaign, or the click id of an advertising network.</summary>
    [JsonInclude]
    public IReadOnlyDictionary<string, string> Attributes { get; internal init => field = value.ToValueMap(); } = InputAttributes.None;

    internal override string DerivedKey => KeyText.Of("touch", Stamp, Kind.ToString(), Visitor.Value, ContentHash.Of(LinkOrCode, ShareId));

    /// <summary>A click on a referral link; the code is read out of the link.</summary>
    /// <param name="link">
    /// The address that was requested, or the code itself. It never throws: blank it says nothing, beyond 2,048 characters it is cut, and the
    /// explanation says so.
    /// </param>
    /// <param name="visitor">Who clicked.</param>
    /// <param name="occurredAt">When; <c>null</c> for now.</param>
    /// <exception cref="ArgumentException">The visitor is <c>default</c>, or the time is before 1900 or not before the year 3000.</exception>
    public static Touch Click(string? link, VisitorId visitor, Instant? occurredAt = null) =>
        Of(TouchKind.Click, link, visitor, occurredAt);

    /// <summary>A click that came from a known share; the share tells whose it is and through which channel.</summary>
    /// <exception cref="ArgumentException">An id is <c>default</c>, empty or too long.</exception>
    public static Touch ClickOfShare(string shareId, VisitorId visitor, Instant? occurredAt = null) => new()
    {
        Kind = TouchKind.Click,
        Visitor = InputText.Check(visitor),
        ShareId = InputText.Check(shareId),
        OccurredAt = TimeOf(occurredAt),
    };

    /// <summary>A code that the visitor typed; case, blanks and dashes do not matter.</summary>
    /// <exception cref="ArgumentException">The visitor is <c>default</c>, or the time is before 1900 or not before the year 3000.</exception>
    public static Touch CodeEntry(string? code, VisitorId visitor, Instant? occurredAt = null) =>
        Of(TouchKind.CodeEntry, code, visitor, occurredAt);

    /// <summary>The same touch with the share that it came from.</summary>
    /// <exception cref="ArgumentException">The id is empty or longer than 128 characters.</exception>
    public Touch FromShare(string shareId) => this with { ShareId = InputText.Check(shareId) };

    /// <summary>
    /// The same touch with one more attribute of where it came from. Guards ask for it. The value may be whatever the visitor's browser
    /// sent: blank it is left out, beyond 128 characters it is cut, and the explanation says so.
    /// </summary>
    /// <param name="name">The name: 1 to 128 characters.</param>
    /// <param name="value">The value; <c>null</c> or blank for none.</param>
    /// <exception cref="ArgumentException">The name is not a valid name, or this would be more than <see cref="MaxAttributes"/> attributes.</exception>
    public Touch With(string name, string? value)
    {
        var (attributes, changes) = InputAttributes.With(Attributes, TextChanges, name, value);
        return attributes.Count <= MaxAttributes ? this with { Attributes = attributes, TextChanges = changes } : throw new ArgumentException(
            $"A touch has at most {MaxAttributes} attributes; '{name}' would be one more. Leave out what no guard asks for.", nameof(name));
    }

    private static Touch Of(TouchKind kind, string? linkOrCode, VisitorId visitor, Instant? occurredAt)
    {
        var touch = new Touch { Kind = kind, Visitor = InputText.Check(visitor), OccurredAt = TimeOf(occurredAt) };
        var (text, changes) = touch.Typed("linkOrCode", linkOrCode, TextRule.Link);
        return touch with { LinkOrCode = text, TextChanges = changes };
    }

    private static Instant? TimeOf(Instant? occurredAt) => occurredAt is { } at ? SupportedTime.Check(at, nameof(occurredAt)) : null;
}

/// <summary>How a visitor came into contact with a referral.</summary>
public enum TouchKind
{
    /// <summary>The visitor followed a link.</summary>
    Click = 0,

    /// <summary>The visitor typed a code.</summary>
    CodeEntry = 1,
}

/// <summary>
/// A visitor turned out to be a customer. The visitor's earlier touches then count as the customer's. One visitor belongs to one
/// customer for ever; a second, different customer is refused. A customer may have several visitors (devices).
/// </summary>
public sealed record Identification : ReferralInputOf<Identification>
{
    [JsonConstructor]
    internal Identification()
    {
    }

    /// <summary>The visitor.</summary>
    [JsonInclude]
    public VisitorId Visitor { get; internal init; }

    /// <summary>The customer that the visitor is.</summary>
    [JsonInclude]
    public CustomerId Customer { get; internal init; }

    internal override string DerivedKey => KeyText.Of("identify", Visitor.Value, Customer.Value);

    /// <summary>Reports that a visitor is a customer.</summary>
    /// <exception cref="ArgumentException">An id is <c>default</c>.</exception>
    public static Identification Of(VisitorId visitor, CustomerId customer) =>
        new() { Visitor = InputText.Check(visitor), Customer = InputText.Check(customer) };
}
