namespace Referrals.Serialization.Programs.Documents;

/// <summary>A stage of a deal in JSON, in percent.</summary>
internal sealed class StageDocument
{
    public decimal? Paid { get; set; }

    public decimal? Earned { get; set; }
}
