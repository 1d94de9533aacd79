using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>The passing of time for one reward: its hold is over. The engine reports it itself when it is told how late it is.</summary>
public sealed record Vesting : ReferralInputOf<Vesting>
{
    [JsonConstructor]
    internal Vesting()
    {
    }

    /// <summary>The reward.</summary>
    [JsonInclude]
    public RewardId Reward { get; internal init; }

    /// <remarks>The time is part of the key: a report that came too early and was refused must not stand in the way of a later one.</remarks>
    internal override string DerivedKey => KeyText.Of("vest", Stamp, Reward.Value);

    /// <summary>Reports that a reward's hold is over.</summary>
    /// <exception cref="ArgumentException">The reward is <c>default</c>.</exception>
    public static Vesting Of(RewardId reward) => new() { Reward = InputText.Check(reward) };
}
