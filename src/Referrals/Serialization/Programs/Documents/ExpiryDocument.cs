namespace Referrals.Serialization.Programs.Documents;

/// <summary>The expiry of a rule's rewards in JSON: at least one of the members; the earliest end counts.</summary>
internal sealed class ExpiryDocument
{
    public PeriodDocument? After { get; set; }

    public string? LastDay { get; set; }

    public PeriodDocument? Inactivity { get; set; }
}
