namespace Referrals.Serialization.Programs.Documents;

/// <summary>What is counted or summed, in JSON.</summary>
internal sealed class MeasureDocument
{
    public string? Of { get; set; }

    public string? Event { get; set; }

    public string? SumOf { get; set; }

    public TimeFrameDocument? Over { get; set; }

    public bool? BeforeCurrent { get; set; }
}
