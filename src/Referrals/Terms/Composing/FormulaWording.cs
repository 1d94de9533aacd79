using Referrals.Terms.Wording;

namespace Referrals.Terms.Composing;

/// <summary>What a formula gives: a noun, what else is to be known of it, and a table where it has one.</summary>
internal sealed record FormulaWording(Phrase Noun)
{
    internal IReadOnlyList<Phrase> Details { get; init; } = [];

    /// <summary>The keys of the table's headings; empty for no table.</summary>
    internal IReadOnlyList<string> Columns { get; init; } = [];

    internal IReadOnlyList<IReadOnlyList<Phrase>> Rows { get; init; } = [];

    /// <summary>Everything within one sentence, for a formula inside another.</summary>
    internal Phrase Inline()
    {
        var noun = Rows.Count == 0 ? Noun
            : Phrase.Of("formula.table", Noun, PhraseList.Rows(Rows.Select(static row => Phrase.Of("formula.row", row[0], row[^1]))));
        return Details.Count == 0 ? noun : Phrase.Of("formula.details", noun, PhraseList.Rows(Details));
    }
}
