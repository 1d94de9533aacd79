namespace Referrals;

/// <summary>Something waits for somebody's review, until a deadline: a reward of a rule, or a held referral.</summary>
public sealed record ReviewRule
{
    private ReviewRule(Window deadline, ReviewSilence silence)
    {
        Deadline = deadline;
        Silence = silence;
    }

    /// <summary>
    /// How long the review can take, from the grant or from the beginning of the hold. A decision after it is refused: silence has then
    /// spoken.
    /// </summary>
    public Window Deadline { get; }

    /// <summary>What silence means.</summary>
    public ReviewSilence Silence { get; }

    /// <summary>A review with a deadline.</summary>
    /// <exception cref="ArgumentNullException">The deadline is <c>null</c>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">This is no kind of silence.</exception>
    public static ReviewRule Of(Window deadline, ReviewSilence silence)
    {
        ArgumentNullException.ThrowIfNull(deadline);
        return Enum.IsDefined(silence)
            ? new ReviewRule(deadline, silence)
            : throw new ArgumentOutOfRangeException(nameof(silence), silence, $"This is no {nameof(ReviewSilence)}.");
    }

    /// <summary>Such as <c>reviewed within 7 days, silence approves</c>.</summary>
    public override string ToString() => $"reviewed within {Deadline}, silence {(Silence == ReviewSilence.Approves ? "approves" : "rejects")}";
}
