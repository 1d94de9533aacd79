using NodaTime;
using Referrals;

namespace Replay.History;

/// <summary>A customer, and what the product knows of how the customer came.</summary>
/// <param name="Id">The customer.</param>
/// <param name="SignedUpAt">When the account was made.</param>
/// <param name="AcquiredVia">What the product says of how the customer came.</param>
/// <param name="Referrer">Whom the product names as the referrer.</param>
/// <param name="Segment">For breakdowns and conditions.</param>
/// <param name="Region">Goes with the customer's orders as an attribute, so that conditions can ask for it.</param>
/// <param name="Visitor">The browser that signed up; its clicks then decide whose referral it is.</param>
/// <param name="Code">The code that was typed at sign-up.</param>
internal sealed record CustomerRow(
    CustomerId Id,
    Instant SignedUpAt,
    Channel AcquiredVia,
    CustomerId? Referrer,
    string? Segment,
    string? Region,
    VisitorId? Visitor,
    string? Code)
{
    /// <summary>Whether only the product's word speaks for a referral, and neither a visitor nor a code.</summary>
    public bool IsReferredByName => Referrer is not null && AcquiredVia == Channel.Referral && this is { Visitor: null, Code: null };

    /// <summary>Whether the product calls the customer referred, and nothing tells by whom.</summary>
    public bool IsReferredByNobody => AcquiredVia == Channel.Referral && this is { Referrer: null, Visitor: null, Code: null };
}
