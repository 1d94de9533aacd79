
namespace Referrals.Serialization.Programs.Documents;

/// <summary>An incentive rule in JSON.</summary>
internal sealed class IncentiveDocument
{
    public string? Name { get; set; }

    public string? Side { get; set; }

    public ConditionDocument? When { get; set; }

    public RewardDocument? Reward { get; set; }

    public List<OverrideDocument>? Overrides { get; set; }

    public List<MultiplierDocument>? Multipliers { get; set; }

    public string? CombineMultipliers { get; set; }

    public CapDocument? Cap { get; set; }

    public List<CapDocument>? Caps { get; set; }

    public int? Priority { get; set; }

    public string? Group { get; set; }

    public bool? Shadow { get; set; }

    public DonationDocument? Donation { get; set; }

    public LevelsDocument? Levels { get; set; }

    public PeriodDocument? Hold { get; set; }

    public ReviewDocument? Review { get; set; }

    public ExpiryDocument? Expiry { get; set; }

    public string? OnRefund { get; set; }
}
