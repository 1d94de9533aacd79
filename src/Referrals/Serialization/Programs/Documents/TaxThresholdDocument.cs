namespace Referrals.Serialization.Programs.Documents;

/// <summary>A tax threshold in JSON.</summary>
internal sealed class TaxThresholdDocument
{
    public string? Amount { get; set; }

    public string? YearStart { get; set; }
}
