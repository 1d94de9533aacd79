namespace Referrals.Serialization.Programs.Documents;

/// <summary>An incentive rule in JSON.</summary>
internal sealed class IncentiveDocument
{
    public string? Name { get; set; }

    public string? Side { get; set; }

    public ConditionDocument? When { get; set; }

    public RewardDocument? Reward { get; set; }

    public CapDocument? Cap { get; set; }

    public LevelsDocument? Levels { get; set; }

    public WindowDocument? Hold { get; set; }

    public ReviewDocument? Review { get; set; }

    public ExpiryDocument? Expiry { get; set; }

    public string? OnRefund { get; set; }
}
