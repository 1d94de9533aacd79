namespace Referrals.Serialization.Programs.Documents;

/// <summary>A group of competing rules in JSON.</summary>
internal sealed class GroupDocument
{
    public string? Name { get; set; }

    public string? WhenSeveralMatch { get; set; }
}
