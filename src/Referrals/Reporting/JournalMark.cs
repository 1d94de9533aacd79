namespace Referrals.Reporting;

/// <summary>How far a journal was followed: what <see cref="IKpiSource.ChangesAsync"/> gives, to be handed back at the next call.</summary>
/// <remarks>Only the source that made it can read it. It holds no facts, and stays small however long the journal is.</remarks>
public sealed record JournalMark
{
    /// <summary>Up to this position no fact can appear any more.</summary>
    public required long Settled { get; init; }

    /// <summary>The last position that was seen; it is settled once all of <see cref="Writers"/> have ended.</summary>
    public required long Reached { get; init; }

    /// <summary>The transactions that were writing when <see cref="Reached"/> was seen, by the database's names for them.</summary>
    public IReadOnlyList<string> Writers { get; init; } = [];
}
