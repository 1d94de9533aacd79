using System.Globalization;
using NodaTime;
using NodaTime.Calendars;

namespace Referrals.Rewards;

/// <summary>
/// The most that one customer can earn by one incentive, by amount or by number of rewards, in a period. Never exceeded, whatever
/// the number of workers.
/// </summary>
/// <remarks>A reward counts for the period in which its conversion happened. A reversal does not make room again.</remarks>
public sealed record Cap
{
    private Cap(Amount? amount, int? rewards, CapPeriod period, CapAction action)
    {
        Amount = amount;
        Rewards = rewards;
        Period = period;
        Action = action;
    }

    /// <summary>The largest sum; <c>null</c> for a cap by number.</summary>
    public Amount? Amount { get; }

    /// <summary>The largest number of rewards; <c>null</c> for a cap by amount.</summary>
    public int? Rewards { get; }

    /// <summary>When the cap begins anew.</summary>
    public CapPeriod Period { get; }

    /// <summary>What happens at the cap.</summary>
    public CapAction Action { get; }

    /// <summary>A cap by amount.</summary>
    /// <exception cref="ArgumentException">The amount is not above zero.</exception>
    public static Cap OfAmount(Amount amount, CapPeriod period = CapPeriod.Lifetime, CapAction action = CapAction.Clamp) =>
        InputText.NotNegative(amount).IsZero
            ? throw new ArgumentException("A cap of zero lets nothing through; leave the incentive out instead.", nameof(amount))
            : new Cap(amount, null, Check(period), Check(action));

    /// <summary>A cap by number of rewards.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public static Cap OfRewards(int rewards, CapPeriod period = CapPeriod.Lifetime)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rewards, 1);
        return new Cap(null, rewards, Check(period), CapAction.Refuse);
    }

    /// <summary>The largest value of the cap's counter: smallest parts of the unit, or rewards.</summary>
    internal long Limit => Amount?.MinorUnits ?? Rewards!.Value;

    /// <summary>The name of the period that an instant lies in, for the counter's key: <c>2026-03</c>, <c>2026-W09</c>.</summary>
    internal string PeriodOf(Instant instant, DateTimeZone zone)
    {
        var date = instant.InZone(zone).Date;
        return Period switch
        {
            CapPeriod.Lifetime => "life",
            CapPeriod.Day => date.ToString("uuuu'-'MM'-'dd", CultureInfo.InvariantCulture),
            CapPeriod.Week => string.Create(
                CultureInfo.InvariantCulture, $"{WeekYearRules.Iso.GetWeekYear(date):D4}-W{WeekYearRules.Iso.GetWeekOfWeekYear(date):D2}"),
            CapPeriod.Month => date.ToString("uuuu'-'MM", CultureInfo.InvariantCulture),
            _ => date.ToString("uuuu", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>Such as <c>at most 500.00 EUR per month</c>.</summary>
    public override string ToString()
    {
        var limit = Amount is { } amount
            ? amount.ToString()
            : string.Create(CultureInfo.InvariantCulture, $"{Rewards} reward{(Rewards == 1 ? string.Empty : "s")}");
        return Period == CapPeriod.Lifetime
            ? $"at most {limit} in all"
            : $"at most {limit} per {Period.ToString().ToLowerInvariant()}";
    }

    private static T Check<T>(T value)
        where T : struct, Enum => Enum.IsDefined(value)
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, $"This is no {typeof(T).Name}.");
}
