namespace Referrals.Serialization.Programs.Documents;

/// <summary>A reward formula in JSON: exactly one of the forms, with the members that belong to it.</summary>
internal sealed class RewardDocument
{
    public string? Flat { get; set; }

    public decimal? Percent { get; set; }

    public string? PerPiece { get; set; }

    public string? PerCount { get; set; }

    public string? PerSpend { get; set; }

    public TiersDocument? Tiers { get; set; }

    public MilestonesDocument? Milestones { get; set; }

    public RecurringDocument? Recurring { get; set; }

    public StagedDocument? Staged { get; set; }

    public List<OptionDocument>? Choice { get; set; }

    public string? Custom { get; set; }

    public string? Unit { get; set; }

    public string? Floor { get; set; }

    public string? Ceiling { get; set; }

    public ConditionDocument? Lines { get; set; }

    public string? Field { get; set; }

    public string? Step { get; set; }
}
