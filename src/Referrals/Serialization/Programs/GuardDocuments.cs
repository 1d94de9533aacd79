namespace Referrals.Serialization;

/// <summary>What keeps wrong referrals out, in JSON.</summary>
internal sealed class GuardsDocument
{
    public List<GuardDocument>? Checks { get; set; }

    public ScoreDocument? Score { get; set; }

    public PeriodDocument? LateAfter { get; set; }

    public ReviewDocument? Review { get; set; }
}

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

    public ParametersDocument? With { get; set; }

    public string? Attribute { get; set; }

    public List<string>? Values { get; set; }

    public string? List { get; set; }

    public List<string>? Events { get; set; }

    public PeriodDocument? Guests { get; set; }

    public List<string>? Customers { get; set; }

    public string? Action { get; set; }

    public int? Points { get; set; }
}

/// <summary>The thresholds of the score in JSON.</summary>
internal sealed class ScoreDocument
{
    public int? HoldAt { get; set; }

    public int? RefuseAt { get; set; }

    public bool? OnlyByScore { get; set; }
}
