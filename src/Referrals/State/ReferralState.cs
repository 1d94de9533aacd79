using NodaTime;
using Referrals.Attribution;

namespace Referrals.State;

/// <summary>A referral, kept with its referee: there is one per referee and program.</summary>
internal sealed record ReferralState
{
    public required ReferralId Id { get; init; }

    public required CustomerId Referrer { get; init; }

    public required Instant CreatedAt { get; init; }

    public required string Evidence { get; init; }

    public string? Code { get; init; }

    public string? ShareId { get; init; }

    public Channel? Channel { get; init; }

    /// <summary>The shares of a referral that is split among several referrers; empty where one has all.</summary>
    public ValueList<ReferralCredit> Credits { get; init; } = [];

    /// <summary>The version of the program in force when the referral was created; it judges the referral's conversions.</summary>
    public required int ProgramVersion { get; init; }

    /// <summary>Whether a reward was ever granted for the referral.</summary>
    public bool Qualified { get; init; }
}
