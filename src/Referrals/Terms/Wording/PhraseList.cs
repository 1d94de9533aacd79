namespace Referrals.Terms.Wording;

/// <summary>Phrases that are said one after the other: with commas and an "and" or "or" before the last, or just in a row.</summary>
internal sealed class PhraseList
{
    private PhraseList(string joint, IReadOnlyList<Phrase> items)
    {
        Joint = joint;
        Items = items;
    }

    /// <summary>The key of what stands before the last.</summary>
    internal string Joint { get; }

    internal IReadOnlyList<Phrase> Items { get; }

    internal static PhraseList And(IEnumerable<Phrase> items) => new("list.and", [.. items]);

    internal static PhraseList Or(IEnumerable<Phrase> items) => new("list.or", [.. items]);

    internal static PhraseList Rows(IEnumerable<Phrase> items) => new("list.row", [.. items]);
}
