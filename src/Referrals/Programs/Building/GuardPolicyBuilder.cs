namespace Referrals;

/// <summary>Says what keeps wrong referrals out. All guards are asked about every referral; what is said twice is a finding of <see cref="ReferralProgram.Create"/>.</summary>
public sealed class GuardPolicyBuilder
{
    private const string Path = "$.guards";
    private readonly List<Guard> _guards = [];
    private readonly Said _said;
    private int? _holdAt;
    private int? _refuseAt;
    private bool _onlyByScore;
    private ReviewRule? _review;
    private TimePeriod? _lateAfter;

    internal GuardPolicyBuilder(Said said) => _said = said;

    /// <summary>Adds guards, each with its usual action unless it says another: <c>Against(Guard.SameEmail(), Guard.SharedDevice().Refusing())</c>.</summary>
    public GuardPolicyBuilder Against(params IEnumerable<Guard> guards)
    {
        ArgumentNullException.ThrowIfNull(guards);
        var before = _guards.Count;
        foreach (var guard in guards)
        {
            ArgumentNullException.ThrowIfNull(guard, nameof(guards));
            _guards.Add(guard);
        }

        _said.Something(_guards.Count > before, Path + ".checks", nameof(Against));
        return this;
    }

    /// <summary>
    /// Adds what most programs want: the referrer's own e-mail and number, existing customers, people referred before and codes that come
    /// after the order are refused; the referrer's card and device hold, and so do more than ten referrals of one referrer in a day.
    /// </summary>
    public GuardPolicyBuilder Recommended() => Against(
        Guard.SameEmail(),
        Guard.SamePhone(),
        Guard.SharedPayment(SignalScope.Referees),
        Guard.SharedDevice(),
        Guard.SharedAddress(),
        Guard.ExistingCustomer(),
        Guard.AlreadyReferred(),
        Guard.ReferralAfterOrder(),
        Guard.ReferralsPerReferrer(10, TimePeriod.Days(1)));

    /// <summary>Holds a referral from so many points on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public GuardPolicyBuilder HoldAt(int points)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 1);
        _ = _said.Once(Path + ".score.holdAt", nameof(HoldAt));
        _holdAt = points;
        return this;
    }

    /// <summary>Refuses a referral from so many points on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public GuardPolicyBuilder RefuseAt(int points)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 1);
        _ = _said.Once(Path + ".score.refuseAt", nameof(RefuseAt));
        _refuseAt = points;
        return this;
    }

    /// <summary>Only the points count, in place of the action of each guard. Otherwise the stricter of both does.</summary>
    public GuardPolicyBuilder OnlyByScore()
    {
        _ = _said.Once(Path + ".score.onlyByScore", nameof(OnlyByScore));
        _onlyByScore = true;
        return this;
    }

    /// <summary>By when held referrals are reviewed, counted from when the hold began, and what happens if nobody does.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value of <paramref name="whenOverdue"/> is not defined.</exception>
    public GuardPolicyBuilder Reviewed(TimePeriod within, WhenOverdue whenOverdue)
    {
        _ = _said.Once(Path + ".review", nameof(Reviewed));
        _review = ReviewRule.Of(within, whenOverdue);
        return this;
    }

    /// <summary>
    /// Is fair to late reports: a sign-up is not compared or counted with what happened this much later, or later still, and was reported
    /// before it. Without this, whoever is reported second meets the first, whatever the times say.
    /// </summary>
    /// <param name="after">
    /// From what difference of the times on. Make it longer than your workers and their retries ever need, such as six hours: within it, guards
    /// hold whatever the order; beyond it, both of two sign-ups can be referred.
    /// </param>
    public GuardPolicyBuilder LateAfter(TimePeriod after)
    {
        ArgumentNullException.ThrowIfNull(after);
        _lateAfter = after;
        return this;
    }

    internal bool SaysSomething => _guards.Count > 0 || _holdAt is not null || _refuseAt is not null || _onlyByScore || _review is not null || _lateAfter is not null;

    internal GuardPolicy Build() => new()
    {
        GuardList = _guards.ToValueList(),
        Score = _holdAt is null && _refuseAt is null && !_onlyByScore ? null : new GuardScore(_holdAt, _refuseAt, _onlyByScore),
        Review = _review,
        LateAfter = _lateAfter,
    };
}
