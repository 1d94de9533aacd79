using NodaTime;

namespace Referrals.Simulation.Comparisons;

/// <summary>A referral that appears, vanishes, or is somebody else's under the changed program.</summary>
public sealed record ReferralChange
{
    internal ReferralChange()
    {
    }

    /// <summary>The referred customer.</summary>
    public CustomerId Referee { get; internal init; }

    /// <summary>The referrer under the stored program; <c>null</c> where there is no referral.</summary>
    public CustomerId? Then { get; internal init; }

    /// <summary>The referrer under the changed program; <c>null</c> where there is no referral.</summary>
    public CustomerId? Now { get; internal init; }

    /// <summary>When the customer signed up.</summary>
    public Instant At { get; internal init; }

    /// <summary>Why the side without the referral has none: the code of what refused it, or else of the decision; <c>null</c> where both have one.</summary>
    public string? Reason { get; internal init; }

    /// <summary>Such as <c>bob: referred by alice then, by nobody now (guard.same_email)</c>.</summary>
    public override string ToString()
    {
        var (then, now) = (Then?.Value ?? "nobody", Now?.Value ?? "nobody");
        return $"{Referee}: referred by {then} then, by {now} now{(Reason is null ? string.Empty : $" ({Reason})")}";
    }
}
