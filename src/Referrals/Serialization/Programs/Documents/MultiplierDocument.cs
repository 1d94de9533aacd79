namespace Referrals.Serialization.Programs.Documents;

/// <summary>A multiplier in JSON.</summary>
internal sealed class MultiplierDocument
{
    public decimal? Factor { get; set; }

    public ConditionDocument? When { get; set; }
}
