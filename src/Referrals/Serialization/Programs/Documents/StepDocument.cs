namespace Referrals.Serialization.Programs.Documents;

/// <summary>A step of a table in JSON.</summary>
internal sealed class StepDocument
{
    public decimal? From { get; set; }

    public string? Name { get; set; }

    public RewardDocument? Reward { get; set; }
}
