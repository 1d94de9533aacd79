namespace Referrals.Serialization.Programs.Documents.Guards;

/// <summary>What keeps wrong referrals out, in JSON.</summary>
internal sealed class GuardsDocument
{
    public List<GuardDocument>? Checks { get; set; }

    public ScoreDocument? Score { get; set; }

    public PeriodDocument? LateAfter { get; set; }

    public ReviewDocument? Review { get; set; }
}
