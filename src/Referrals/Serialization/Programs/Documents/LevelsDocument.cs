namespace Referrals.Serialization.Programs.Documents;

/// <summary>How a referrer's reward is shared with those above, in JSON.</summary>
internal sealed class LevelsDocument
{
    public int? Count { get; set; }

    public decimal? Percent { get; set; }
}
