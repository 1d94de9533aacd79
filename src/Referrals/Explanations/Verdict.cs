namespace Referrals.Explanations;

/// <summary>How a check ended.</summary>
public enum Verdict
{
    /// <summary>What was required was there.</summary>
    Passed = 0,

    /// <summary>What was required was not there.</summary>
    Failed = 1,

    /// <summary>Nothing was required; the check tells what was found or done.</summary>
    Noted = 2,
}
