namespace Referrals.Terms;

/// <summary>A section of a program's terms.</summary>
public sealed class TermsSection
{
    internal TermsSection(string code, string heading, IReadOnlyList<TermsSentence> sentences)
    {
        Code = code;
        Heading = heading;
        Sentences = sentences;
    }

    /// <summary>What it is about, such as <c>section.refunds</c>.</summary>
    public string Code { get; }

    /// <summary>The heading.</summary>
    public string Heading { get; }

    /// <summary>What it says; at least one sentence.</summary>
    public IReadOnlyList<TermsSentence> Sentences { get; }
}
