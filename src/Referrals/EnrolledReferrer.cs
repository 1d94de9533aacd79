using Referrals.Codes;
using Referrals.Deciding;

namespace Referrals;

/// <summary>What a customer gets by enrolling: the code, how it is shown, and the link; or nothing, and the decision says why.</summary>
public sealed record EnrolledReferrer
{
    internal EnrolledReferrer(ReferralCode code, string displayCode, string? link, Decision decision)
    {
        Code = code;
        DisplayCode = displayCode;
        Link = link;
        Decision = decision;
    }

    /// <summary>Whether the customer has a code: new, or from before. A refused wish for a code leaves the code that there is.</summary>
    public bool HasCode => !Code.IsDefault;

    /// <summary>Why the enrollment was refused, such as <c>code.chosen_taken</c>; <c>null</c> where it was not.</summary>
    public string? Reason => Decision.IsAccepted ? null : Decision.Code;

    /// <summary>The code in its canonical form; <c>default</c> where the customer has none.</summary>
    public ReferralCode Code { get; }

    /// <summary>The code as it is shown to people, in groups; empty where the customer has none.</summary>
    public string DisplayCode { get; }

    /// <summary>The link; <c>null</c> if the program has no link template, or the customer has no code.</summary>
    public string? Link { get; }

    /// <summary>The decision: whether the code is new.</summary>
    public Decision Decision { get; }
}
