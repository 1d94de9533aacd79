namespace Referrals.Serialization.Programs.Documents;

/// <summary>A span of the day in JSON, half-open.</summary>
internal sealed class TimesDocument
{
    public string? From { get; set; }

    public string? Until { get; set; }
}
