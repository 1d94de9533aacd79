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

    /// <summary>Who is known to have shown each of the referee's hashes.</summary>
    public IReadOnlyDictionary<string, SignalHistory> Seen { get; init; } = new Dictionary<string, SignalHistory>();

    /// <summary>The sign-ups that are the referrer's.</summary>
    public SignalHistory ReferredLately { get; init; } = SignalHistory.None;

    /// <summary>How much later something has to have happened so that a late report does not meet it; <c>null</c> where it always does.</summary>
    public Window? LateAfter { get; init; }

    public IReadOnlyList<SignalKind> Unreadable { get; init; } = [];

    public string? EmailDomain { get; init; }

    /// <summary>Whether the host calls the referee an existing customer.</summary>
    public bool IsExisting { get; init; }

    /// <summary>When the referee first did what can be an order.</summary>
    public OrderHistory Orders { get; init; } = OrderHistory.None;

    /// <summary>The referee's hashes of one kind.</summary>
    internal IEnumerable<string> Of(SignalKind kind)
    {
        var prefix = PersonSignals.Prefix(kind);
        return Shown.Where(hash => hash.StartsWith(prefix, StringComparison.Ordinal));
    }

    /// <summary>
    /// Other customers who showed a hash. Whoever is reported second meets the first, whatever the times say: otherwise two workers, or
    /// two reports in the wrong order, would each find nobody before them.
    /// </summary>
    internal IEnumerable<SignalShowing> Others(string hash) =>
        Seen.TryGetValue(hash, out var history) ? Met(history.Showings.Concat(history.Referred)) : [];

    /// <summary>
    /// The largest number in any window that holds this one too, itself included: windows end after it as well as before it, since the
    /// others may have been reported first.
    /// </summary>
    /// <param name="history">The others.</param>
    /// <param name="window">The window.</param>
    /// <param name="isAtLeast">Whether there may be more, which are no longer remembered.</param>
    internal int MostWithin(SignalHistory history, Window window, out bool isAtLeast)
    {
        Instant[] others = [.. Met(history.Showings).Select(static showing => showing.At)];
        var most = 1;
        foreach (var start in others.Append(At))
        {
            // The largest windows begin at one of the times: beginning later, at the first that it holds, a window ends no earlier.
            var end = window.EndFrom(start, Zone);
            if (start <= At && At < end)
            {
                most = Math.Max(most, 1 + others.Count(other => start <= other && other < end));
            }
        }

        isAtLeast = history.ForgottenFrom is { } from && history.ForgottenUntil is { } until
            && from < window.EndFrom(At, Zone) && window.EndFrom(until, Zone) > At && !IsMetTooLate(from);
        return most;
    }

    private IEnumerable<SignalShowing> Met(IEnumerable<SignalShowing> showings) =>
        showings.Where(showing => showing.Customer != Referee && !IsMetTooLate(showing.At));

    private bool IsMetTooLate(Instant other) => LateAfter is { } late && other >= late.EndFrom(At, Zone);
}

/// <summary>When a customer first did what, whenever it was reported; and which of it guards take for an order.</summary>
internal sealed record OrderHistory
{
    internal static OrderHistory None { get; } = new() { FirstOf = static _ => null };

    /// <summary>The events that the program rewards; empty where it names none, and any with an amount is an order.</summary>
    public IReadOnlyList<string> Usual { get; init; } = [];

    /// <summary>When the first conversion of a name happened.</summary>
    public required Func<string, Instant?> FirstOf { get; init; }

    /// <summary>When the first conversion with an amount above zero happened, of whatever name.</summary>
    public Instant? FirstWithAmount { get; init; }

    /// <summary>The first order; <c>null</c> without one.</summary>
    /// <param name="events">What is an order; empty for what the program rewards.</param>
    internal (string Name, Instant At)? First(ValueList<string> events)
    {
        var names = events.Count > 0 ? events : Usual;
        if (names.Count == 0)
        {
            return FirstWithAmount is { } paid ? ("an order", paid) : null;
        }

        (string Name, Instant At)? first = null;
        foreach (var name in names)
        {
            if (FirstOf(name) is { } at && !(first?.At <= at))
            {
                first = (name, at);
            }
        }

        return first;
    }
}
