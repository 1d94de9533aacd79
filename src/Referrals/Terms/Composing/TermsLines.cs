using Referrals.Rewards;
using Referrals.Terms.Wording;

namespace Referrals.Terms.Composing;

/// <summary>Collects the sentences of one section.</summary>
internal sealed class TermsLines(PhraseWriter writer)
{
    private readonly List<TermsSentence> _sentences = [];

    internal IReadOnlyList<TermsSentence> Sentences => _sentences;

    /// <summary>Names the rules before what is said of them next; for a side that has several.</summary>
    internal IReadOnlyList<Incentive> Labelled { get; set; } = [];

    /// <summary>Adds a sentence.</summary>
    internal void Add(Phrase phrase, string? rule = null)
    {
        Add(WithLabel(phrase), rule, isItem: false, null, []);
    }

    /// <summary>Adds a part of a sentence as one of its own.</summary>
    internal void AddDetail(Phrase phrase, string? rule) => Add(Phrase.Of("sentence", phrase), rule, isItem: false, null, []);

    internal void AddItem(Phrase phrase) => Add(Phrase.Of("item", phrase), null, isItem: true, null, []);

    /// <summary>Adds a sentence with the table and the details of a formula.</summary>
    internal void Add(Phrase phrase, FormulaWording formula, string rule)
    {
        var table = formula.Rows.Count == 0 ? null : new TermsTable(
            [.. formula.Columns.Select(column => writer.Sentence(Phrase.Of(column)))],
            [.. formula.Rows.Select(row => (IReadOnlyList<string>)[.. row.Select(writer.Write)])]);
        Add(WithLabel(phrase), rule, isItem: false, table, [
            .. formula.Columns.Select(static column => Phrase.Of(column)), .. formula.Rows.SelectMany(static row => row)]);
        foreach (var detail in formula.Details)
        {
            AddDetail(detail, rule);
        }
    }

    private Phrase WithLabel(Phrase phrase)
    {
        var labels = PhraseList.And(Labelled.Select(Label));
        Labelled = [];
        return labels.Items.Count == 0 ? phrase : Phrase.Of("labelled", labels, phrase);
    }

    internal static Phrase Label(Incentive incentive) => Phrase.Named("reward", incentive.Name);

    private void Add(Phrase phrase, string? rule, bool isItem, TermsTable? table, IReadOnlyList<Phrase> rows)
    {
        var text = isItem ? writer.Write(phrase) : writer.Sentence(phrase);
        if (rule is not null || _sentences.TrueForAll(sentence => sentence.Text != text))
        {
            _sentences.Add(new TermsSentence(phrase, text, rule, isItem, table, rows));
        }
    }
}
