using NodaTime;

namespace Referrals.Qualification.Guards.Findings;

/// <summary>Everything that guards look at: who, when, what was shown, and who showed the same earlier.</summary>
internal sealed record GuardContext
{
    public required CustomerId Referee { get; init; }

    public required CustomerId Referrer { get; init; }

    /// <summary>When the sign-up or conversion that is judged happened.</summary>
    public required Instant At { get; init; }

    /// <summary>When the referee signed up.</summary>
    public required Instant SignedUpAt { get; init; }

    /// <summary>When the touch happened that makes it a referral.</summary>
    public required Instant ClaimedAt { get; init; }

    public required DateTimeZone Zone { get; init; }

    /// <summary>The referee's hashes.</summary>
    public IReadOnlyList<string> Shown { get; init; } = [];

    /// <summary>The referrer's hashes.</summary>
    public IReadOnlyList<string> ReferrerShown { get; init; } = [];

    /// <summary>Who else is known to have shown each of the referee's hashes.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<SignalShowing>> Seen { get; init; } = new Dictionary<string, IReadOnlyList<SignalShowing>>();

    /// <summary>The latest sign-ups that are the referrer's.</summary>
    public IReadOnlyList<SignalShowing> ReferredLately { get; init; } = [];

    public IReadOnlyList<SignalKind> Unreadable { get; init; } = [];

    public string? EmailDomain { get; init; }

    /// <summary>Whether the host calls the referee an existing customer.</summary>
    public bool IsExisting { get; init; }

    /// <summary>When the referee's first conversion happened; <c>null</c> before one.</summary>
    public Instant? ConvertedAt { get; init; }

    /// <summary>The referee's hashes of one kind.</summary>
    internal IEnumerable<string> Of(SignalKind kind)
    {
        var prefix = PersonSignals.Prefix(kind);
        return Shown.Where(hash => hash.StartsWith(prefix, StringComparison.Ordinal));
    }

    /// <summary>Other customers who showed a hash up to now, by when it happened and not by when it was reported.</summary>
    internal IEnumerable<SignalShowing> Earlier(string hash) =>
        Seen.TryGetValue(hash, out var showings) ? showings.Where(showing => showing.Customer != Referee && showing.At <= At) : [];

    /// <summary>How many of these happened so shortly before that the window still holds.</summary>
    internal int CountWithin(IEnumerable<SignalShowing> showings, Period window) =>
        showings.Count(showing => showing.Customer != Referee && showing.At <= At && window.Contains(showing.At, At, Zone));
}
