namespace Referrals.Serialization.Programs.Documents;

/// <summary>An attribution policy in JSON.</summary>
internal sealed class AttributionDocument
{
    public string? Model { get; set; }

    public WindowDocument? Lookback { get; set; }

    public WindowDocument? HalfLife { get; set; }

    public bool? CodeBeatsLink { get; set; }
}
