namespace Referrals.Serialization.Programs.Documents;

/// <summary>The review of a rule's rewards in JSON.</summary>
internal sealed class ReviewDocument
{
    public WindowDocument? Deadline { get; set; }

    public string? Silence { get; set; }
}
