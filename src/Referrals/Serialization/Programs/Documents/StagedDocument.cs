namespace Referrals.Serialization.Programs.Documents;

/// <summary>A reward that is earned as a deal is paid, in JSON.</summary>
internal sealed class StagedDocument
{
    public RewardDocument? Whole { get; set; }

    public List<StageDocument>? Stages { get; set; }
}
