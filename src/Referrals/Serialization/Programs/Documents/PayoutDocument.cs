namespace Referrals.Serialization.Programs.Documents;

/// <summary>How a unit is paid out, in JSON: the minimum, and at most one kind of fee.</summary>
internal sealed class PayoutDocument
{
    public string? Minimum { get; set; }

    public string? Fee { get; set; }

    public decimal? FeePercent { get; set; }

    public string? FeeBorneBy { get; set; }

    public bool? FeeGivenBack { get; set; }
}
