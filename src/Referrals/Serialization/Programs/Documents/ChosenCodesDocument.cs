namespace Referrals.Serialization.Programs.Documents;

/// <summary>The rules of chosen codes in JSON.</summary>
internal sealed class ChosenCodesDocument
{
    public int? MinLength { get; set; }

    public int? MaxLength { get; set; }

    /// <summary>The reserved words in place of the usual ones; left out for those.</summary>
    public List<string>? Reserved { get; set; }
}
