namespace Referrals.Qualification.Guards;

/// <summary>By when a held referral is reviewed, and what it means if nobody does.</summary>
public sealed record ReviewDeadline
{
    internal ReviewDeadline(Window within, ReviewSilence silence)
    {
        Within = within;
        Silence = silence;
    }

    /// <summary>How long after the hold began.</summary>
    public Window Within { get; }

    /// <summary>What silence means.</summary>
    public ReviewSilence Silence { get; }
}
