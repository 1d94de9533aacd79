namespace Referrals.Serialization.Programs.Documents;

/// <summary>How long somebody has been with the program, in JSON: exactly one of atLeast and lessThan.</summary>
internal sealed class TenureDocument
{
    public string? Side { get; set; }

    public PeriodDocument? AtLeast { get; set; }

    public PeriodDocument? LessThan { get; set; }
}
