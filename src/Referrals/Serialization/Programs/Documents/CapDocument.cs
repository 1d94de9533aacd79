namespace Referrals.Serialization.Programs.Documents;

/// <summary>A cap in JSON: by amount or by number of rewards.</summary>
internal sealed class CapDocument : ITimeFrameDocument
{
    public string? Amount { get; set; }

    public int? Rewards { get; set; }

    public string? Per { get; set; }

    public PeriodDocument? InTheLast { get; set; }

    public string? WeekStart { get; set; }

    public string? YearStart { get; set; }

    public string? AtCap { get; set; }

    public bool? PerReferral { get; set; }

    public bool? RoomReturns { get; set; }
}
