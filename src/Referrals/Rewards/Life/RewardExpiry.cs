using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Referrals.Rewards.Life;

/// <summary>
/// Until when a vested reward can be used: fixed, so long after it vested or up to a date; or sliding, so long after the last
/// activity of its owner.
/// </summary>
/// <remarks>
/// Activity is what the owner does with the balance: a reward becomes available, an amount is redeemed, a payout is started, each in
/// the same unit. An activity moves the end of all the owner's sliding rewards; it does not revive what has lapsed before it.
/// </remarks>
public sealed record RewardExpiry
{
    private const int MaxMonths = 1_200;

    private RewardExpiry()
    {
    }

    /// <summary>So long after the reward vested; <c>null</c> for the other kinds.</summary>
    public Window? AfterVesting { get; private init; }

    /// <summary>So many calendar months after the reward vested; <c>null</c> for the other kinds.</summary>
    public int? Months { get; private init; }

    /// <summary>The last day on which the reward can be used, in the program's zone; <c>null</c> for the other kinds.</summary>
    public LocalDate? LastDay { get; private init; }

    /// <summary>So long after the owner's last activity; <c>null</c> for a fixed expiry.</summary>
    public Window? AfterInactivity { get; private init; }

    /// <summary>Expires so long after the reward vested.</summary>
    /// <exception cref="ArgumentNullException">The window is <c>null</c>.</exception>
    public static RewardExpiry After(Window window)
    {
        ArgumentNullException.ThrowIfNull(window);
        return new RewardExpiry { AfterVesting = window };
    }

    /// <summary>
    /// Expires so many calendar months after the reward vested, at the same time of the day in the program's zone; in a month
    /// without that day, on its last day.
    /// </summary>
    /// <param name="months">1 to 1,200.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is outside the range.</exception>
    public static RewardExpiry AfterMonths(int months)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(months, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(months, MaxMonths);
        return new RewardExpiry { Months = months };
    }

    /// <summary>Expires at the end of a day in the program's zone, whenever the reward was earned.</summary>
    public static RewardExpiry On(LocalDate lastDay) => new() { LastDay = lastDay };

    /// <summary>Expires so long after the owner's last activity.</summary>
    /// <exception cref="ArgumentNullException">The window is <c>null</c>.</exception>
    public static RewardExpiry Sliding(Window inactivity)
    {
        ArgumentNullException.ThrowIfNull(inactivity);
        return new RewardExpiry { AfterInactivity = inactivity };
    }

    /// <summary>Such as <c>90 days after it vested</c>.</summary>
    public override string ToString() => AfterVesting is { } window ? $"{window} after it vested"
        : Months is { } months ? string.Create(CultureInfo.InvariantCulture, $"{months} month{(months == 1 ? string.Empty : "s")} after it vested")
        : LastDay is { } day ? $"after {LocalDatePattern.Iso.Format(day)}"
        : $"{AfterInactivity} after the last activity";

    /// <summary>The first instant at which a reward can no longer be used that vested, or whose owner was active, at an instant.</summary>
    internal Instant EndFrom(Instant start, DateTimeZone zone) => (AfterVesting ?? AfterInactivity) is { } window
        ? window.EndFrom(start, zone)
        : LastDay is { } day
            ? SupportedTime.StartOf(day.PlusDays(1), zone)
            : start.InZone(zone).LocalDateTime.PlusMonths(Months!.Value).InZoneLeniently(zone).ToInstant();
}
