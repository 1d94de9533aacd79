namespace Referrals.Serialization.Programs.Documents;

/// <summary>What is counted or summed, in JSON.</summary>
internal sealed class MeasureDocument : ITimeFrameDocument
{
    public string? Of { get; set; }

    public string? Event { get; set; }

    public string? SumOf { get; set; }

    public string? Per { get; set; }

    public PeriodDocument? InTheLast { get; set; }

    public string? WeekStart { get; set; }

    public string? YearStart { get; set; }

    public bool? BeforeCurrent { get; set; }
}
