namespace Referrals.Serialization.Programs.Documents.Guards;

/// <summary>A guard in JSON: its name, what it asks, and what follows.</summary>
internal sealed class GuardDocument
{
    public string? Guard { get; set; }

    public string? Among { get; set; }

    public string? Signal { get; set; }

    public int? Limit { get; set; }

    public PeriodDocument? Within { get; set; }

    public List<string>? Domains { get; set; }

    public string? Name { get; set; }

    public string? Attribute { get; set; }

    public List<string>? Values { get; set; }

    public string? List { get; set; }

    public List<string>? Events { get; set; }

    public PeriodDocument? Guests { get; set; }

    public List<string>? Customers { get; set; }

    public string? Action { get; set; }

    public int? Points { get; set; }
}
