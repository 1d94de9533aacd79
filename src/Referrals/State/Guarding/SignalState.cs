using Referrals.Qualification.Guards.Findings;

namespace Referrals.State.Guarding;

/// <summary>Who showed a signal, by time: the latest <see cref="SignalShowing.MaxKept"/>, each customer once.</summary>
internal sealed record SignalState
{
    public ValueList<SignalShowing> Showings { get; init; } = [];

    /// <summary>The same with one more showing. A customer who showed it before keeps the earlier time, and gets the referrer if there is one now.</summary>
    internal SignalState With(SignalShowing showing)
    {
        var before = Showings.FirstOrDefault(other => other.Customer == showing.Customer);
        var merged = before is null ? showing : before with
        {
            At = before.At < showing.At ? before.At : showing.At,
            Referrer = before.Referrer ?? showing.Referrer,
        };
        if (merged == before)
        {
            return this;
        }

        return this with
        {
            Showings = Showings
                .Where(other => other.Customer != showing.Customer)
                .Append(merged)
                .OrderBy(static other => other.At)
                .TakeLast(SignalShowing.MaxKept)
                .ToValueList(),
        };
    }
}
