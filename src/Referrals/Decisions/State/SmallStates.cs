using NodaTime;
using Referrals.Attribution;
using Referrals.Codes;

namespace Referrals;

/// <summary>A referral code, whose it is, and its life.</summary>
internal sealed record CodeState
{
    public required CustomerId Customer { get; init; }

    public required Instant IssuedAt { get; init; }

    public Instant? From { get; init; }

    public Instant? End { get; init; }

    public long? UsageLimit { get; init; }

    public CustomerId? OnlyFor { get; init; }

    public bool Suspended { get; init; }

    public ReferralCode? ReplacedBy { get; init; }

    internal CodeLifecycle Life
    {
        get
        {
            var life = CodeLifecycle.Unlimited;
            life = From is { } from ? life.From(from) : life;
            life = End is { } end ? life.Until(end) : life;
            life = UsageLimit is { } uses ? life.AtMost(uses) : life;
            life = OnlyFor is { } customer ? life.For(customer) : life;
            life = Suspended ? life.Suspend() : life;
            return ReplacedBy is { } code ? life.ReplaceBy(code) : life;
        }
    }
}

/// <summary>A share: whose, and through which channel.</summary>
internal sealed record ShareState
{
    public required CustomerId Referrer { get; init; }

    public required Channel Channel { get; init; }

    public required Instant At { get; init; }
}

/// <summary>A visitor's touches, and the customer once it is known.</summary>
internal sealed record VisitorState
{
    public required VisitorId Visitor { get; init; }

    public CustomerId? Customer { get; init; }

    public ValueList<RecordedTouch> Touches { get; init => field = value ?? []; } = [];

    /// <summary>How many touches fell out of the list because it was full.</summary>
    public int Dropped { get; init; }

    /// <summary>The visitor that keeps the touches of this one too, where one customer had too many visitors; <c>null</c> otherwise.</summary>
    public VisitorId? KeptWith { get; init; }
}

/// <summary>One half of what joins a person's id to the surrogate: under the id's seal the surrogate, under the surrogate the id.</summary>
internal sealed record PersonRecord
{
    /// <summary>The other half; <c>null</c> once the person was erased.</summary>
    public string? Other { get; init; }

    /// <summary>A keyed hash of all of it and its version, so that changes show.</summary>
    public string? Seal { get; init; }
}
