using System.Globalization;

namespace Referrals.Rewards.Limits;

/// <summary>
/// The most that one customer can earn by one incentive, by amount or by number of rewards, over a time. Never exceeded, whatever
/// the number of workers.
/// </summary>
/// <remarks>A reward counts for the time at which its conversion happened.</remarks>
public sealed record Cap
{
    private Cap(Amount? amount, int? rewards, TimeFrame over, CapAction action)
    {
        Amount = amount;
        Rewards = rewards;
        Over = over;
        Action = action;
    }

    /// <summary>The largest sum; <c>null</c> for a cap by number.</summary>
    public Amount? Amount { get; }

    /// <summary>The largest number of rewards; <c>null</c> for a cap by amount.</summary>
    public int? Rewards { get; }

    /// <summary>Over which time.</summary>
    public TimeFrame Over { get; private init; }

    /// <summary>What happens at the cap.</summary>
    public CapAction Action { get; private init; }

    /// <summary>Whether the cap is for what comes of each referral by itself, instead of all that the customer earns by the rule.</summary>
    public bool IsPerReferral { get; private init; }

    /// <summary>Whether what is taken back makes room again in the period it came from.</summary>
    /// <value>The default is <c>false</c>: what was granted once is used up.</value>
    public bool RoomReturns { get; private init; }

    /// <summary>A cap by amount.</summary>
    /// <exception cref="ArgumentException">The amount is not above zero.</exception>
    public static Cap OfAmount(Amount amount, TimeFrame? over = null, CapAction action = CapAction.Clamp) =>
        InputText.NotNegative(amount).IsZero
            ? throw new ArgumentException("A cap of zero lets nothing through; leave the incentive out instead.", nameof(amount))
            : new Cap(amount, null, over ?? TimeFrame.Lifetime, Check(action));

    /// <summary>A cap by number of rewards.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public static Cap OfRewards(int rewards, TimeFrame? over = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rewards, 1);
        return new Cap(null, rewards, over ?? TimeFrame.Lifetime, CapAction.Refuse);
    }

    /// <summary>The same cap over another time.</summary>
    public Cap In(TimeFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return this with { Over = frame };
    }

    /// <summary>The same cap, refusing what does not fit whole.</summary>
    public Cap Refusing() => this with { Action = CapAction.Refuse };

    /// <summary>The same cap for each referral by itself.</summary>
    public Cap PerReferral() => this with { IsPerReferral = true };

    /// <summary>The same cap, with room again for what is taken back.</summary>
    public Cap WithReturningRoom() => this with { RoomReturns = true };

    /// <summary>The largest value of the cap's counter: smallest parts of the unit, or rewards.</summary>
    internal long Limit => Amount?.MinorUnits ?? Rewards!.Value;

    /// <summary>Such as <c>at most 500.00 EUR per month</c>.</summary>
    public override string ToString()
    {
        var limit = Amount is { } amount
            ? amount.ToString()
            : string.Create(CultureInfo.InvariantCulture, $"{Rewards} reward{(Rewards == 1 ? string.Empty : "s")}");
        return $"at most {limit} {Over}{(IsPerReferral ? " for each referral" : string.Empty)}";
    }

    private static CapAction Check(CapAction value) => Enum.IsDefined(value)
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "This is no CapAction.");
}
