namespace Referrals.Serialization.Programs.Documents.Guards;

/// <summary>The deadline of reviews in JSON.</summary>
internal sealed class ReviewDocument
{
    public WindowDocument? Within { get; set; }

    public string? Silence { get; set; }
}
