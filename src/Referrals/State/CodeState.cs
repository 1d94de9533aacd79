using NodaTime;
using Referrals.Codes;
using Referrals.Codes.Lifetimes;

namespace Referrals.State;

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

    internal CodeLife Life
    {
        get
        {
            var life = CodeLife.Unlimited;
            life = From is { } from ? life.From(from) : life;
            life = End is { } end ? life.Until(end) : life;
            life = UsageLimit is { } uses ? life.AtMost(uses) : life;
            life = OnlyFor is { } customer ? life.For(customer) : life;
            life = Suspended ? life.Suspend() : life;
            return ReplacedBy is { } code ? life.ReplaceBy(code) : life;
        }
    }
}
