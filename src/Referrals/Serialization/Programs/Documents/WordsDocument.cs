namespace Referrals.Serialization.Programs.Documents;

/// <summary>The words that no code contains, in JSON.</summary>
internal sealed class WordsDocument
{
    public bool? Standard { get; set; }

    public List<string>? Own { get; set; }
}
