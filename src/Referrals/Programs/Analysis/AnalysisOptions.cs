using Referrals.Explanations;

namespace Referrals;

/// <summary>What a review of a program knows besides the program. Immutable; everything is optional.</summary>
public sealed record AnalysisOptions
{
    /// <summary>The English words of the terms, with the application's own; <c>null</c>, the default, for those that are built in.</summary>
    public ReferralTexts? Words { get; init; }

    /// <summary>
    /// The application's rules, conditions, guards and lists; <c>null</c>, the default, where they are not known, so that nothing is said of them.
    /// </summary>
    public CustomRules? Rules { get; init; }

    /// <summary>How long orders can be returned; <c>null</c>, the default, for what the history shows, or else 14 days.</summary>
    public TimePeriod? RefundPeriod { get; init; }

    /// <summary>What has happened so far; <c>null</c>, the default, for nothing that is known.</summary>
    public AnalysisHistory? History { get; init; }
}
