namespace Referrals.Serialization.Programs.Documents;

/// <summary>A condition on an attribute in JSON.</summary>
internal sealed class AttributeDocument
{
    public string? Name { get; set; }

    public List<string>? In { get; set; }
}
