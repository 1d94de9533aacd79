namespace Referrals.Serialization.Programs.Documents;

/// <summary>The review of a rule's rewards in JSON.</summary>
internal sealed class ReviewDocument
{
    public PeriodDocument? Within { get; set; }

    public string? WhenOverdue { get; set; }
}
