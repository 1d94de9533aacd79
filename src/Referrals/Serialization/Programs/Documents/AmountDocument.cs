namespace Referrals.Serialization.Programs.Documents;

/// <summary>A comparison of the conversion's amount in JSON: exactly one of the members.</summary>
internal sealed class AmountDocument
{
    public string? AtLeast { get; set; }

    public string? Above { get; set; }

    public string? AtMost { get; set; }

    public string? Below { get; set; }

    public string? Exactly { get; set; }
}
