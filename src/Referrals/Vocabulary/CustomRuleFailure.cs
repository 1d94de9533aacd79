namespace Referrals;

/// <summary>What is told of a custom rule or condition that throws: which one, and, from where that is known, in which program and for which input.</summary>
internal static class CustomRuleFailure
{
    /// <param name="what">Such as <c>incentive rule 'weekend'</c>.</param>
    /// <param name="cause">What it threw.</param>
    internal static ReferralsException Of(string what, Exception cause)
    {
        var failure = new ReferralsException($"The custom {what} threw {cause.GetType().Name}: {cause.Message}", cause);
        failure.Data[nameof(CustomRuleFailure)] = what;
        return failure;
    }

    /// <summary>The failure with where it happened; <c>null</c> where it is none of a custom rule, or says so already.</summary>
    internal static ReferralsException? At(ReferralsException failure, ProgramId program, int version, string input) =>
        failure.Data.Contains(nameof(CustomRuleFailure))
            ? new ReferralsException(
                $"{failure.Message} It was asked by version {version} of the program '{program}' for the input '{input}'. "
                + "Nothing was stored: mend the rule, then report the input again.",
                failure.InnerException!)
            : null;
}
