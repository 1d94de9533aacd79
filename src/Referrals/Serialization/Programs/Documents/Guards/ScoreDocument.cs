namespace Referrals.Serialization.Programs.Documents.Guards;

/// <summary>The thresholds of the score in JSON.</summary>
internal sealed class ScoreDocument
{
    public int? HoldAt { get; set; }

    public int? RefuseAt { get; set; }

    public bool? OnlyByScore { get; set; }
}
