using NodaTime;

namespace Referrals.Reporting;

/// <summary>What became of a journal since a mark.</summary>
public sealed record JournalChanges
{
    /// <summary>The mark to hand back at the next call.</summary>
    public required JournalMark Mark { get; init; }

    /// <summary>
    /// Totals of windows that end at this instant or before it are as they were; later ones may have changed. <c>null</c> if none
    /// has; <see cref="Instant.MinValue"/> if all may have.
    /// </summary>
    public required Instant? From { get; init; }
}
