using Referrals.Codes;
using Referrals.Deciding;

namespace Referrals;

/// <summary>What a customer gets by enrolling: the code, how it is shown, and the link.</summary>
public sealed record EnrolledReferrer
{
    internal EnrolledReferrer(ReferralCode code, string displayCode, string? link, Decision decision)
    {
        Code = code;
        DisplayCode = displayCode;
        Link = link;
        Decision = decision;
    }

    /// <summary>The code in its canonical form.</summary>
    public ReferralCode Code { get; }

    /// <summary>The code as it is shown to people, in groups.</summary>
    public string DisplayCode { get; }

    /// <summary>The link; <c>null</c> if the program has no link template.</summary>
    public string? Link { get; }

    /// <summary>The decision: whether the code is new.</summary>
    public Decision Decision { get; }
}
