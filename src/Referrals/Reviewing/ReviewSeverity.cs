namespace Referrals.Reviewing;

/// <summary>How much a finding of a review weighs.</summary>
public enum ReviewSeverity
{
    /// <summary>Worth a thought; many good programs have some.</summary>
    Note = 0,

    /// <summary>Most likely not what was meant, or an invitation to abuse.</summary>
    Warning = 1,
}
