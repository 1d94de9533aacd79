using NodaTime;

namespace Referrals.State.Guarding;

/// <summary>What holds a referral, since when, and until when somebody is to review it.</summary>
internal sealed record ReferralHold
{
    public required Instant Since { get; init; }

    /// <summary>The codes of the guards.</summary>
    public required ValueList<string> By { get; init; }

    /// <summary>When silence decides; <c>null</c> for never.</summary>
    public Instant? Until { get; init; }

    public WhenOverdue OnSilence { get; init; }

    internal bool IsOver(Instant at) => Until <= at;
}
