using NodaTime;
using Referrals.Rewards.Life;

namespace Referrals.Programs.Building;

/// <content>What becomes of a reward: review and expiry.</content>
public sealed partial class IncentiveBuilder
{
    private ReviewRule? _review;
    private RewardExpiry? _expiry;

    /// <summary>
    /// Rewards wait for approval until a deadline after the grant; say then of what: <c>Reviewed(7, ReviewSilence.Approves).Days()</c>.
    /// A hold goes on meanwhile.
    /// </summary>
    /// <param name="deadline">How long the review can take.</param>
    /// <param name="silence">What it means that nobody has decided by then.</param>
    /// <exception cref="ArgumentOutOfRangeException">This is no kind of silence.</exception>
    public WindowChoice<IncentiveBuilder> Reviewed(int deadline, ReviewSilence silence) => new(deadline, window =>
    {
        _review = ReviewRule.Of(window, silence);
        return this;
    });

    /// <summary>What is not used so long after it vested expires; say then of what: <c>ExpiresAfter(90).Days()</c>.</summary>
    public WindowChoice<IncentiveBuilder> ExpiresAfter(int length) => new(length, window => Set(RewardExpiry.After(window)));

    /// <summary>What is not used so many calendar months after it vested expires.</summary>
    /// <param name="months">1 to 1,200.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is outside the range.</exception>
    public IncentiveBuilder ExpiresAfterMonths(int months) => Set(RewardExpiry.AfterMonths(months));

    /// <summary>What is not used by the end of a day in the program's zone expires.</summary>
    public IncentiveBuilder ExpiresOn(LocalDate lastDay) => Set(RewardExpiry.On(lastDay));

    /// <summary>
    /// What is left expires so long after the last activity of its owner; say then of what: <c>ExpiresAfterInactivity(180).Days()</c>. See
    /// <see cref="RewardExpiry"/> for what counts as activity.
    /// </summary>
    public WindowChoice<IncentiveBuilder> ExpiresAfterInactivity(int length) => new(length, window => Set(RewardExpiry.Sliding(window)));

    private IncentiveBuilder Set(RewardExpiry expiry)
    {
        _expiry = expiry;
        return this;
    }
}
