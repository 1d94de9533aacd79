using NodaTime;

namespace Referrals.Qualification.Guards.Findings;

/// <summary>Who showed a signal, since when, and whose referral that customer is.</summary>
internal sealed record SignalShowing
{
    public required CustomerId Customer { get; init; }

    public required Instant At { get; init; }

    /// <summary>The referrers who share the customer's referral; empty without one.</summary>
    public ValueList<CustomerId> Referrers { get; init; } = [];
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
    public ValueList<SignalShowing> Showings { get; init; } = [];

    /// <summary>Referred customers who no longer have a place among the showings: guards that compare still meet them.</summary>
    public ValueList<SignalShowing> Referred { get; init; } = [];

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
