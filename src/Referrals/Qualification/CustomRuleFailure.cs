using Referrals.Explanations;

namespace Referrals;

/// <summary>What happens to a decision when a custom rule, condition or guard throws.</summary>
public enum RuleFailure
{
    /// <summary>
    /// The call ends with a <see cref="ReferralsException"/> that names the rule, the program, its version and the input. Nothing is stored, so that
    /// the input can be reported again once the rule is mended.
    /// </summary>
    Throw = 0,

    /// <summary>
    /// The decision is made without it: a rule grants nothing, with the reason <c>rule_failed</c>; what a condition asks is not known, which earns
    /// nothing; a guard objects. The explanation names the exception's type. The input has been decided then, and is not decided again.
    /// </summary>
    FailClosed = 1,
}

/// <summary>What is told of a custom rule or condition that throws: which one, and, from where that is known, in which program and for which input.</summary>
internal static class CustomRuleFailure
{
    /// <summary>The reason of a rule that grants nothing because it threw.</summary>
    internal const string Reason = "rule_failed";

    /// <param name="what">Such as <c>incentive rule 'weekend'</c>.</param>
    /// <param name="cause">What it threw.</param>
    internal static ReferralsException Of(string what, Exception cause)
    {
        var failure = new ReferralsException($"The custom {what} threw {cause.GetType().Name}: {cause.Message}", cause);
        failure.Data[nameof(CustomRuleFailure)] = what;
        return failure;
    }

    /// <summary>What an explanation says of it: the type only, since messages may hold personal data.</summary>
    internal static Phrase Found(Exception cause) => Phrase.Of("value.threw", cause.GetType().Name);

    /// <summary>The failure with where it happened; <c>null</c> where it is none of a custom rule, or says so already.</summary>
    internal static ReferralsException? At(ReferralsException failure, ProgramId program, int version, string input) =>
        failure.Data.Contains(nameof(CustomRuleFailure))
            ? new ReferralsException(
                $"{failure.Message} It was asked by version {version} of the program '{program}' for the input '{input}'. "
                + "Nothing was stored: mend the rule, then report the input again.",
                failure.InnerException!)
            : null;
}
