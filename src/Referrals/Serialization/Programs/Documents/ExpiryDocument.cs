namespace Referrals.Serialization.Programs.Documents;

/// <summary>The expiry of a rule's rewards in JSON: exactly one of the members.</summary>
internal sealed class ExpiryDocument
{
    public WindowDocument? After { get; set; }

    public int? Months { get; set; }

    public string? LastDay { get; set; }

    public WindowDocument? Inactivity { get; set; }
}
