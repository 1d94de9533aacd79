namespace Referrals.Serialization.Programs.Documents;

/// <summary>A code format in JSON.</summary>
internal sealed class CodesDocument
{
    /// <summary>The name of a preset, or the characters themselves.</summary>
    public string? Alphabet { get; set; }

    public string? Pattern { get; set; }

    public string? Prefix { get; set; }

    public string? Suffix { get; set; }

    public bool? LowerCase { get; set; }

    public WordsDocument? Words { get; set; }
}
