namespace Referrals.Serialization.Programs.Documents;

/// <summary>A cap over all rules of a side in JSON.</summary>
internal sealed class SideCapDocument
{
    public string? Side { get; set; }

    public CapDocument? Cap { get; set; }
}
