using System.Text.Json.Serialization;
using NodaTime;

namespace Referrals.Ledger.Lots;

/// <summary>What is left of a vested reward: what its owner can use, since when and until when.</summary>
internal sealed record Lot
{
    /// <summary>The reward; <c>null</c> for several that were pooled because there were too many.</summary>
    [JsonPropertyName("r")]
    public RewardId? Reward { get; init; }

    [JsonPropertyName("v")]
    public required Instant VestedAt { get; init; }

    /// <summary>When the reward was earned, the latest of several that were pooled; <c>null</c> for when it vested.</summary>
    public Instant? EarnedAt { get; init; }

    /// <summary>The first instant at which it can no longer be used; <c>null</c> for never.</summary>
    [JsonPropertyName("x")]
    public Instant? ExpiresAt { get; init; }

    /// <summary>For a sliding expiry, how long without activity; it is counted as <see cref="Measure"/> says. 0 for a fixed one.</summary>
    [JsonPropertyName("i")]
    public int Inactivity { get; init; }

    [JsonPropertyName("m")]
    public PeriodKind Measure { get; init; }

    /// <summary>The end beyond which no activity moves a sliding expiry; <c>null</c> for none.</summary>
    [JsonPropertyName("z")]
    public Instant? LatestAt { get; init; }

    /// <summary>How much is left, in the unit's smallest parts; above zero.</summary>
    [JsonPropertyName("l")]
    public required long Left { get; init; }

    internal bool IsUsableAt(Instant at) => VestedAt <= at && !(ExpiresAt <= at);

    internal bool IsEarnedBefore(Instant? end) => end is null || (EarnedAt ?? VestedAt) < end;

    /// <summary>The same lot after an activity of its owner: a sliding expiry moves on, a fixed one stays, a lapsed one is not revived.</summary>
    internal Lot Extended(Instant at, DateTimeZone zone)
    {
        if (Inactivity == 0 || ExpiresAt <= at)
        {
            return this;
        }

        var idle = Period.Of(Inactivity, Measure).EndFrom(at, zone);
        var end = LatestAt is { } latest ? Instant.Min(idle, latest) : idle;
        return ExpiresAt >= end ? this : this with { ExpiresAt = end };
    }
}
