namespace Referrals.Serialization.Programs.Documents;

/// <summary>A time frame in JSON: a calendar period, or a trailing length.</summary>
internal sealed class TimeFrameDocument
{
    public string? Per { get; set; }

    public WindowDocument? Trailing { get; set; }

    public string? WeekStart { get; set; }

    public string? YearStart { get; set; }
}
