namespace Referrals.Serialization.Programs.Documents;

/// <summary>Milestones in JSON: marks, or a step that repeats.</summary>
internal sealed class MilestonesDocument
{
    public MeasureDocument? By { get; set; }

    public List<StepDocument>? At { get; set; }

    public StepDocument? Every { get; set; }
}
