namespace Referrals.Serialization.Programs.Documents;

/// <summary>Another reward for some, in JSON.</summary>
internal sealed class OverrideDocument
{
    public ConditionDocument? When { get; set; }

    public RewardDocument? Reward { get; set; }
}
