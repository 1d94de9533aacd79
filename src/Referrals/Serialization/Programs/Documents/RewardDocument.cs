namespace Referrals.Serialization.Programs.Documents;

/// <summary>A reward formula in JSON: flat, percent or custom.</summary>
internal sealed class RewardDocument
{
    public string? Flat { get; set; }

    public decimal? Percent { get; set; }

    public string? Custom { get; set; }

    public string? Unit { get; set; }

    public string? Ceiling { get; set; }
}
