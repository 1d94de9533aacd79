namespace Referrals.Serialization.Programs.Documents;

/// <summary>One of the rewards that a customer can choose from, in JSON.</summary>
internal sealed class OptionDocument
{
    public string? Name { get; set; }

    public RewardDocument? Reward { get; set; }
}
