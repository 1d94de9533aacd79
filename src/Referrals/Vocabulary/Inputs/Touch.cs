using System.Text.Json.Serialization;
using NodaTime;

namespace Referrals;

/// <summary>A visitor came into contact with a referral: a click on a link, or a typed code.</summary>
public sealed record Touch : ReferralInputOf<Touch>
{
    private const int MaxLinkLength = 2_048;

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

    internal override string DerivedKey => KeyText.Of("touch", Stamp, Kind.ToString(), Visitor.Value, ContentHash.Of(LinkOrCode, ShareId));

    /// <summary>A click on a referral link; the code is read out of the link.</summary>
    /// <param name="link">The address that was requested, or the code itself; up to 2,048 characters.</param>
    /// <param name="visitor">Who clicked.</param>
    /// <param name="occurredAt">When; <c>null</c> for now.</param>
    /// <exception cref="ArgumentException">The link is empty or too long, or the visitor is <c>default</c>.</exception>
    public static Touch Click(string link, VisitorId visitor, Instant? occurredAt = null) =>
        Of(TouchKind.Click, link, visitor, occurredAt);

    /// <summary>A click that came from a known share; the share tells whose it is and through which channel.</summary>
    /// <exception cref="ArgumentException">An id is <c>default</c>, empty or too long.</exception>
    public static Touch ClickOfShare(string shareId, VisitorId visitor, Instant? occurredAt = null) => new()
    {
        Kind = TouchKind.Click,
        Visitor = InputText.Check(visitor),
        ShareId = InputText.Check(shareId),
        OccurredAt = occurredAt?.ToMicroseconds(),
    };

    /// <summary>A code that the visitor typed; case, blanks and dashes do not matter.</summary>
    /// <exception cref="ArgumentException">The code is empty or too long, or the visitor is <c>default</c>.</exception>
    public static Touch CodeEntry(string code, VisitorId visitor, Instant? occurredAt = null) =>
        Of(TouchKind.CodeEntry, code, visitor, occurredAt);

    /// <summary>The same touch with the share that it came from.</summary>
    /// <exception cref="ArgumentException">The id is empty or longer than 128 characters.</exception>
    public Touch FromShare(string shareId) => this with { ShareId = InputText.Check(shareId) };

    private static Touch Of(TouchKind kind, string linkOrCode, VisitorId visitor, Instant? occurredAt)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(linkOrCode);
        return linkOrCode.Length <= MaxLinkLength
            ? new Touch
            {
                Kind = kind,
                Visitor = InputText.Check(visitor),
                LinkOrCode = linkOrCode,
                OccurredAt = occurredAt?.ToMicroseconds(),
            }
            : throw new ArgumentException(
                $"A link or code has at most {MaxLinkLength} characters; this one has {linkOrCode.Length}.", nameof(linkOrCode));
    }
}
