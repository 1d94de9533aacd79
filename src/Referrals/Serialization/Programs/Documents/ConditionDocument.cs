namespace Referrals.Serialization.Programs.Documents;

/// <summary>A condition in JSON: exactly one of the members.</summary>
internal sealed class ConditionDocument
{
    public List<ConditionDocument>? All { get; set; }

    public List<ConditionDocument>? Any { get; set; }

    public ConditionDocument? Not { get; set; }

    public string? Event { get; set; }

    public int? Nth { get; set; }

    public string? AtLeast { get; set; }

    public WindowDocument? Within { get; set; }

    public AttributeDocument? Attribute { get; set; }

    public List<string>? Segment { get; set; }

    public string? Custom { get; set; }
}
