namespace Referrals.Serialization.Programs.Documents;

/// <summary>A reward for each payment in JSON: the same for each, or one after the other.</summary>
internal sealed class RecurringDocument
{
    public RewardDocument? Each { get; set; }

    public int? Payments { get; set; }

    public PeriodDocument? Within { get; set; }

    public decimal? DecliningPercent { get; set; }

    public List<RewardDocument>? Sequence { get; set; }

    public bool? RepeatLast { get; set; }
}
