using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>
/// The passing of time for a reward in review: the deadline is over, and nobody has decided. The engine reports it itself when it is
/// told how late it is.
/// </summary>
public sealed record ReviewDeadline : ReferralInputOf<ReviewDeadline>
{
    [JsonConstructor]
    internal ReviewDeadline()
    {
    }

    /// <summary>The reward.</summary>
    [JsonInclude]
    public RewardId Reward { get; internal init; }

    internal override string DerivedKey => KeyText.Of("deadline", Stamp, Reward.Value);

    /// <summary>Reports that the deadline of a reward's review is over.</summary>
    /// <exception cref="ArgumentException">The reward is <c>default</c>.</exception>
    public static ReviewDeadline Of(RewardId reward) => new() { Reward = InputText.Check(reward) };
}
