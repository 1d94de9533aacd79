namespace Referrals.Serialization.Programs.Documents;

/// <summary>The rules of chosen codes in JSON.</summary>
internal sealed class ChosenCodesDocument
{
    public int? Min { get; set; }

    public int? Max { get; set; }

    /// <summary>The reserved words in place of the usual ones; left out for those.</summary>
    public List<string>? Reserved { get; set; }
}
