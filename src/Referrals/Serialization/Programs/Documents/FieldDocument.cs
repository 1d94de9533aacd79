namespace Referrals.Serialization.Programs.Documents;

/// <summary>A condition on a field in JSON: its name, and exactly one of the others; from and until count as one.</summary>
internal sealed class FieldDocument
{
    public string? Name { get; set; }

    public List<string>? In { get; set; }

    public string? Contains { get; set; }

    public decimal? AtLeast { get; set; }

    public decimal? Above { get; set; }

    public decimal? AtMost { get; set; }

    public decimal? Below { get; set; }

    public decimal? Exactly { get; set; }

    public string? From { get; set; }

    public string? Until { get; set; }

    public bool? Known { get; set; }
}
