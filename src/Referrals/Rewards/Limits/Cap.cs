using Referrals.Explanations;

namespace Referrals;

/// <summary>
/// The most that one customer can earn by one incentive, by amount or by number of rewards, over a time. Never exceeded, whatever
/// the number of workers.
/// </summary>
/// <remarks>A reward counts for the time at which its conversion happened.</remarks>
public sealed record Cap
{
    private Cap(Amount? amount, int? rewards, TimeFrame? per, CapAction atCap, bool perReferral, bool roomReturns)
    {
        Amount = amount;
        Rewards = rewards;
        Per = per ?? TimeFrame.Lifetime;
        AtCap = atCap;
        IsPerReferral = perReferral;
        RoomReturns = roomReturns;
    }

    /// <summary>The largest sum; <c>null</c> for a cap by number.</summary>
    public Amount? Amount { get; }

    /// <summary>The largest number of rewards; <c>null</c> for a cap by amount.</summary>
    public int? Rewards { get; }

    /// <summary>Over which time.</summary>
    public TimeFrame Per { get; private init; }

    /// <summary>What happens at the cap. A cap by number always refuses.</summary>
    public CapAction AtCap { get; private init; }

    /// <summary>Whether the cap is for what comes of each referral by itself, instead of all that the customer earns by the rule.</summary>
    public bool IsPerReferral { get; private init; }

    /// <summary>Whether what is taken back makes room again in the period it came from.</summary>
    /// <value>The default is <c>false</c>: what was granted once is used up.</value>
    public bool RoomReturns { get; private init; }

    /// <summary>A cap by amount.</summary>
    /// <param name="amount">The largest sum, above zero.</param>
    /// <param name="per">Over which time; <c>null</c> for in all.</param>
    /// <param name="atCap">What happens to a reward that does not fit.</param>
    /// <param name="perReferral">Whether the cap is for what comes of each referral by itself.</param>
    /// <param name="roomReturns">Whether what is taken back makes room again.</param>
    /// <exception cref="ArgumentException">The amount is not above zero.</exception>
    public static Cap OfAmount(
        Amount amount, TimeFrame? per = null, CapAction atCap = CapAction.Clamp, bool perReferral = false, bool roomReturns = false) =>
        InputText.NotNegative(amount).IsZero
            ? throw new ArgumentException("A cap of zero lets nothing through; leave the incentive out instead.", nameof(amount))
            : Enum.IsDefined(atCap)
                ? new Cap(amount, null, per, atCap, perReferral, roomReturns)
                : throw new ArgumentOutOfRangeException(nameof(atCap), atCap, "This is not a valid CapAction.");

    /// <summary>A cap by number of rewards. A reward beyond it is not granted.</summary>
    /// <param name="rewards">The largest number, from 1.</param>
    /// <param name="per">Over which time; <c>null</c> for in all.</param>
    /// <param name="perReferral">Whether the cap is for what comes of each referral by itself.</param>
    /// <param name="roomReturns">Whether what is taken back makes room again.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public static Cap OfRewards(int rewards, TimeFrame? per = null, bool perReferral = false, bool roomReturns = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rewards, 1);
        return new Cap(null, rewards, per, CapAction.Refuse, perReferral, roomReturns);
    }

    /// <summary>The same cap over another time.</summary>
    public Cap In(TimeFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return this with { Per = frame };
    }

    /// <summary>The same cap, refusing what does not fit whole.</summary>
    public Cap Refusing() => this with { AtCap = CapAction.Refuse };

    /// <summary>The same cap for each referral by itself.</summary>
    public Cap PerReferral() => this with { IsPerReferral = true };

    /// <summary>The same cap, with room again for what is taken back.</summary>
    public Cap WithReturningRoom() => this with { RoomReturns = true };

    /// <summary>The largest value of the cap's counter: smallest parts of the unit, or rewards.</summary>
    internal long Limit => Amount?.MinorUnits ?? Rewards!.Value;

    /// <summary>Such as <c>at most 500.00 EUR per calendar month</c>.</summary>
    public override string ToString() => PhraseWriter.English.Write(Description);

    internal Phrase Description => Phrase.Of(
        IsPerReferral ? "value.cap.each" : "value.cap",
        Comparisons.Phrase(Comparison.AtMost, Amount is { } amount ? amount : Phrase.Of("value.rewards", Rewards!.Value)),
        Phrase.Of(Per));
}

/// <summary>What happens to a reward that would exceed a cap.</summary>
public enum CapAction
{
    /// <summary>It is cut to what is left; nothing is granted once nothing is left.</summary>
    Clamp = 0,

    /// <summary>It is not granted at all.</summary>
    Refuse = 1,
}

/// <summary>A cap over all rules of one side of a program together.</summary>
public sealed record SideCap
{
    internal SideCap(Side side, Cap cap)
    {
        Side = side;
        Cap = cap;
    }

    /// <summary>Whose rewards count.</summary>
    public Side Side { get; }

    /// <summary>The limit.</summary>
    public Cap Cap { get; }
}

/// <summary>A cap with the slot in which its use is kept.</summary>
internal sealed class CapPlan
{
    private readonly ValueKind _used;
    private readonly CheckValue _limit;
    private readonly Unit _unit;

    internal CapPlan(Cap cap, int slot)
    {
        Cap = cap;
        Slot = slot;
        _used = ValueKind.In("value.used", cap.Amount is { } amount ? ValueKind.Of(amount.Unit) : ValueKind.Number);
        _limit = cap.Description;
        Limit = cap.Limit;
        IsCount = cap.Amount is null;
        Clamps = cap.AtCap == CapAction.Clamp && !IsCount;
        _unit = cap.Amount?.Unit ?? default;
    }

    internal Cap Cap { get; }

    internal long Limit { get; }

    internal bool IsCount { get; }

    internal bool Clamps { get; }

    internal int Slot { get; }

    /// <summary>Whether the cap limits rewards of a unit at all.</summary>
    internal bool Limits(in Unit unit) => IsCount || _unit == unit;

    internal Check Check(string code, bool passed, long used) => Referrals.Explanations.Check.Of(code, passed, _used.With(used), _limit);
}
