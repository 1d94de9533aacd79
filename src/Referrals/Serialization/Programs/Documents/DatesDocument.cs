namespace Referrals.Serialization.Programs.Documents;

/// <summary>Days in JSON, both included.</summary>
internal sealed class DatesDocument
{
    public string? First { get; set; }

    public string? Last { get; set; }
}
