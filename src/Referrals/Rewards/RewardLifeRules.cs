using NodaTime;
using NodaTime.Text;

namespace Referrals;

/// <summary>
/// Until when a vested reward can be used: fixed, so long after it vested or up to a date; or sliding, so long after the last
/// activity of its owner. Several hold at once: the earliest of their ends counts.
/// </summary>
/// <remarks>
/// Activity is what the owner does with the balance: a reward becomes available, an amount is redeemed, a payout is started, each in
/// the same unit. An activity moves the end of all the owner's sliding rewards, never beyond a fixed end; it does not revive what has
/// lapsed before it.
/// </remarks>
/// <example><code>
/// var points = RewardExpiry.AfterInactivity(TimePeriod.Months(18)).And(RewardExpiry.After(TimePeriod.Months(48)));
/// </code></example>
public sealed record RewardExpiry
{
    private RewardExpiry()
    {
    }

    /// <summary>So long after the reward vested; <c>null</c> where that is not limited.</summary>
    public TimePeriod? AfterVesting { get; private init; }

    /// <summary>The last day on which the reward can be used, in the program's zone; <c>null</c> where no day is the last.</summary>
    public LocalDate? LastDay { get; private init; }

    /// <summary>So long after the owner's last activity; <c>null</c> where inactivity does not matter.</summary>
    public TimePeriod? Inactivity { get; private init; }

    /// <summary>Expires so long after the reward vested.</summary>
    /// <exception cref="ArgumentNullException">The period is <c>null</c>.</exception>
    public static RewardExpiry After(TimePeriod period)
    {
        ArgumentNullException.ThrowIfNull(period);
        return new RewardExpiry { AfterVesting = period };
    }

    /// <summary>Expires at the end of a day in the program's zone, whenever the reward was earned.</summary>
    public static RewardExpiry On(LocalDate lastDay) => new() { LastDay = lastDay };

    /// <summary>Expires so long after the owner's last activity.</summary>
    /// <exception cref="ArgumentNullException">The period is <c>null</c>.</exception>
    public static RewardExpiry AfterInactivity(TimePeriod period)
    {
        ArgumentNullException.ThrowIfNull(period);
        return new RewardExpiry { Inactivity = period };
    }

    /// <summary>Expires at the earlier end of both.</summary>
    /// <exception cref="ArgumentException">Both limit the same.</exception>
    public RewardExpiry And(RewardExpiry other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return (AfterVesting is not null && other.AfterVesting is not null) || (LastDay is not null && other.LastDay is not null)
            || (Inactivity is not null && other.Inactivity is not null)
            ? throw new ArgumentException($"'{this}' and '{other}' limit the same; keep the earlier of the two.", nameof(other))
            : new RewardExpiry
            {
                AfterVesting = AfterVesting ?? other.AfterVesting,
                LastDay = LastDay ?? other.LastDay,
                Inactivity = Inactivity ?? other.Inactivity,
            };
    }

    /// <summary>Such as <c>90 days after it vested</c>.</summary>
    public override string ToString() => string.Join(", ", new[]
    {
        AfterVesting is { } period ? $"{period} after it vested" : null,
        LastDay is { } day ? $"after {LocalDatePattern.Iso.Format(day)}" : null,
        Inactivity is { } inactivity ? $"{inactivity} after the last activity" : null,
    }.OfType<string>());

    /// <summary>The first instant at which a reward that vested at an instant can no longer be used, whatever its owner does; <c>null</c> for none.</summary>
    internal Instant? LatestFrom(Instant vested, DateTimeZone zone)
    {
        var after = AfterVesting?.EndFrom(vested, zone);
        var day = LastDay is { } last ? SupportedTime.StartOf(last.PlusDays(1), zone) : (Instant?)null;
        return after is { } one && day is { } other ? Instant.Min(one, other) : after ?? day;
    }

    /// <summary>The first instant at which a reward can no longer be used that vested, and whose owner was active, at an instant.</summary>
    internal Instant EndFrom(Instant vested, DateTimeZone zone) => (LatestFrom(vested, zone), Inactivity?.EndFrom(vested, zone)) switch
    {
        ({ } latest, { } idle) => Instant.Min(latest, idle),
        var (latest, idle) => latest ?? idle!.Value,
    };
}

/// <summary>What happens when a refund takes back a reward that its owner has used already.</summary>
public enum ShortfallPolicy
{
    /// <summary>The owner owes it: the balance goes below zero, and later rewards are set off against it.</summary>
    NegativeBalance = 0,

    /// <summary>The program bears the loss; the owner's other rewards are not touched.</summary>
    WriteOff = 1,
}

/// <summary>Which of several rewards a redemption or a payout uses first.</summary>
public enum LotOrder
{
    /// <summary>The one that became available first, whenever it expires.</summary>
    Oldest = 0,

    /// <summary>The one that expires soonest; of those that expire at once, or never, the oldest. So the least expires unused.</summary>
    SoonestExpiry = 1,
}

/// <summary>Who bears the fee of a payout.</summary>
public enum FeeBearer
{
    /// <summary>The program: the owner gets the whole amount, and the program spends the fee besides.</summary>
    Program = 0,

    /// <summary>The owner: the fee is taken off what is paid out.</summary>
    Owner = 1,
}
