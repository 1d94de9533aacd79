using NodaTime;

namespace Referrals;

/// <summary>Who showed a signal, since when, and whose referral that customer is.</summary>
internal sealed record SignalShowing
{
    public required CustomerId Customer { get; init; }

    public required Instant At { get; init; }

    /// <summary>The referrers who share the customer's referral; empty without one.</summary>
    public ValueList<CustomerId> Referrers { get; init => field = value ?? []; } = [];
}

/// <summary>
/// Who showed a signal, or whom a referrer referred. Bounded: it says itself what it no longer holds, so that a guard that counts never
/// takes the forgotten for nothing.
/// </summary>
internal sealed record SignalHistory
{
    /// <summary>How many showings are kept, those nearest in time to what was reported last; and how many referred ones of the others.</summary>
    internal const int MaxKept = 64;

    /// <summary>The largest limit of a guard that counts: smaller than what is kept, so that a full history is never below it by mistake.</summary>
    internal const int MaxLimit = 50;

    internal static SignalHistory None { get; } = new();

    /// <summary>By time, each customer once, at the earliest time.</summary>
    public ValueList<SignalShowing> Showings { get; init => field = value ?? []; } = [];

    /// <summary>Referred customers who no longer have a place among the showings: guards that compare still meet them.</summary>
    public ValueList<SignalShowing> Referred { get; init => field = value ?? []; } = [];

    /// <summary>When the earliest showing happened that is no longer kept; <c>null</c> while all are.</summary>
    public Instant? ForgottenFrom { get; init; }

    /// <summary>When the latest of them happened.</summary>
    public Instant? ForgottenUntil { get; init; }

    /// <summary>The same with one more showing. A customer who showed it before keeps the earlier time, and gets the referrers if there are some now.</summary>
    internal SignalHistory With(SignalShowing showing)
    {
        var before = Showings.Concat(Referred).FirstOrDefault(other => other.Customer == showing.Customer);
        var merged = before is null ? showing : before with
        {
            At = before.At < showing.At ? before.At : showing.At,
            Referrers = before.Referrers.Count > 0 ? before.Referrers : showing.Referrers,
        };
        if (merged == before)
        {
            return this;
        }

        var kept = Showings.Where(other => other.Customer != showing.Customer).Append(merged).OrderBy(static other => other.At).ToList();
        var referred = Referred.Where(other => other.Customer != showing.Customer).ToValueList();
        if (kept.Count <= MaxKept)
        {
            return this with { Showings = kept.ToValueList(), Referred = referred };
        }

        var gone = merged.At - kept[0].At >= kept[^1].At - merged.At ? kept[0] : kept[^1];
        _ = kept.Remove(gone);
        return new SignalHistory
        {
            Showings = kept.ToValueList(),
            Referred = gone.Referrers.Count == 0 ? referred : referred.Append(gone).TakeLast(MaxKept).ToValueList(),
            ForgottenFrom = ForgottenFrom < gone.At ? ForgottenFrom : gone.At,
            ForgottenUntil = ForgottenUntil > gone.At ? ForgottenUntil : gone.At,
        };
    }
}

/// <summary>What guards look at: who, when, what was shown, and who showed the same.</summary>
public sealed record GuardContext
{
    /// <summary>Who signed up.</summary>
    public required CustomerId Referee { get; init; }

    /// <summary>Whose referral it would be.</summary>
    public required CustomerId Referrer { get; init; }

    /// <summary>When the sign-up or conversion that is judged happened.</summary>
    public required Instant At { get; init; }

    /// <summary>When the referee signed up.</summary>
    public required Instant SignedUpAt { get; init; }

    /// <summary>When the touch happened that makes it a referral.</summary>
    public required Instant ClaimedAt { get; init; }

    /// <summary>The program's time zone.</summary>
    public required DateTimeZone Zone { get; init; }

    /// <summary>Where the touch came from that makes it a referral, as your application reported it with <see cref="Touch.With(string, string)"/>.</summary>
    public IReadOnlyDictionary<string, string> TouchAttributes { get; init; } = InputAttributes.None;

    /// <summary>The referee's segment; <c>null</c> for none.</summary>
    public string? RefereeSegment { get; init; }

    /// <summary>What your application reported of the referee.</summary>
    public IReadOnlyDictionary<string, string> RefereeAttributes { get; init; } = InputAttributes.None;

    /// <summary>The referrer's segment; <c>null</c> for none.</summary>
    public string? ReferrerSegment { get; init; }

    /// <summary>What your application reported of the referrer.</summary>
    public IReadOnlyDictionary<string, string> ReferrerAttributes { get; init; } = InputAttributes.None;

    /// <summary>Through what custom guards are asked while an input is decided; <c>null</c> outside of a decision.</summary>
    internal ICustomCalls? Calls { get; init; }

    /// <summary>What a custom guard that throws leads to.</summary>
    internal RuleFailure WhenRuleFails { get; init; }

    /// <summary>The referee's hashes.</summary>
    internal IReadOnlyList<string> Shown { get; init; } = [];

    /// <summary>The referrer's hashes.</summary>
    internal IReadOnlyList<string> ReferrerShown { get; init; } = [];

    /// <summary>Who is known to have shown each of the referee's hashes.</summary>
    internal IReadOnlyDictionary<string, SignalHistory> Seen { get; init; } = new Dictionary<string, SignalHistory>();

    /// <summary>The sign-ups that are the referrer's.</summary>
    internal SignalHistory ReferredLately { get; init; } = SignalHistory.None;

    /// <summary>How much later something has to have happened so that a late report does not meet it; <c>null</c> where it always does.</summary>
    internal TimePeriod? LateAfter { get; init; }

    /// <summary>The kinds of signals that were given and could not be read.</summary>
    public IReadOnlyList<SignalKind> Unreadable { get; init; } = [];

    /// <summary>The domain of the referee's e-mail address, in lower-case punycode; <c>null</c> where no address was given.</summary>
    public string? EmailDomain { get; init; }

    /// <summary>Whether your application calls the referee an existing customer.</summary>
    public bool IsExisting { get; init; }

    /// <summary>When the referee first did what can be an order.</summary>
    internal OrderHistory Orders { get; init; } = OrderHistory.None;

    /// <summary>Whether the referee showed a signal of this kind.</summary>
    public bool Has(SignalKind kind) => Of(kind).Any();

    /// <summary>Whether the referee showed a signal of this kind that is the referrer's own.</summary>
    public bool SharesWithReferrer(SignalKind kind) => Of(kind).Any(ReferrerShown.Contains);

    /// <summary>The most referrals of the referrer in any window of this length that holds this one too, itself included; up to 65.</summary>
    public int ReferralsWithin(TimePeriod window)
    {
        ArgumentNullException.ThrowIfNull(window);
        return MostWithin(ReferredLately, window, out _);
    }

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
    internal int MostWithin(SignalHistory history, TimePeriod window, out bool isAtLeast)
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
