namespace Referrals.Serialization.Programs.Documents;

/// <summary>How long somebody has been with the program, in JSON: exactly one of atLeast and lessThan.</summary>
internal sealed class TenureDocument
{
    public string? Of { get; set; }

    public WindowDocument? AtLeast { get; set; }

    public WindowDocument? LessThan { get; set; }
}
