namespace Referrals.Serialization.Programs.Documents;

/// <summary>A comparison of a count or sum in JSON: the measure, and exactly one of the limits.</summary>
internal sealed class CountDocument
{
    public MeasureDocument? Measure { get; set; }

    public decimal? AtLeast { get; set; }

    public decimal? Above { get; set; }

    public decimal? AtMost { get; set; }

    public decimal? Below { get; set; }

    public decimal? Exactly { get; set; }
}
