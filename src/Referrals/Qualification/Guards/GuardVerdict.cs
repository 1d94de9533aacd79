using Referrals.Explanations;

namespace Referrals.Qualification.Guards;

/// <summary>What all guards together say about a referral.</summary>
internal sealed record GuardVerdict
{
    /// <summary>One check for each guard that was asked, and one for the score.</summary>
    public required IReadOnlyList<Check> Checks { get; init; }

    public required GuardAction Action { get; init; }

    /// <summary>The codes of what brought the action about; empty where the referral is allowed.</summary>
    public required IReadOnlyList<string> Codes { get; init; }
}
