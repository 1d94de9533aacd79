namespace Referrals.Serialization.Programs.Documents;

/// <summary>A table of tiers in JSON.</summary>
internal sealed class TiersDocument
{
    public MeasureDocument? By { get; set; }

    public List<StepDocument>? Steps { get; set; }

    public bool? Graduated { get; set; }

    public bool? RaisesEarlier { get; set; }

    public PeriodDocument? Grace { get; set; }
}
