namespace Referrals.Serialization.Programs.Documents;

/// <summary>An attribution policy in JSON.</summary>
internal sealed class AttributionDocument
{
    public string? Model { get; set; }

    public PeriodDocument? Within { get; set; }

    public PeriodDocument? HalfLife { get; set; }

    public bool? CodeBeatsLink { get; set; }
}
