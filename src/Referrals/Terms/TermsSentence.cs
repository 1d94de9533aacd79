using Referrals.Terms.Wording;

namespace Referrals.Terms;

/// <summary>One sentence of a program's terms.</summary>
public sealed class TermsSentence
{
    internal TermsSentence(Phrase phrase, string text, string? rule, bool isItem, TermsTable? table, IReadOnlyList<Phrase> rows)
    {
        Phrase = phrase;
        Phrases = [phrase, .. rows];
        Text = text;
        Rule = rule;
        IsItem = isItem;
        Table = table;
        Amounts = [.. phrase.Values.Concat(rows.SelectMany(static row => row.Values)).OfType<Amount>()];
    }

    /// <summary>What it is about, such as <c>cap.own.amount</c>: the key of its words in <see cref="TermsWords.Texts"/>.</summary>
    public string Code => Phrase is { Key: "sentence" or "labelled" or "item" } ? Inner(Phrase).Key : Phrase.Key;

    /// <summary>The sentence.</summary>
    public string Text { get; }

    /// <summary>The name of the rule that it comes from; <c>null</c> for the program as a whole.</summary>
    public string? Rule { get; }

    /// <summary>Whether it is an item of a list that an earlier sentence begins.</summary>
    public bool IsItem { get; }

    /// <summary>The table that belongs to it; <c>null</c> for none.</summary>
    public TermsTable? Table { get; }

    /// <summary>Every amount that it names, in the order in which they stand, those of its table last.</summary>
    public IReadOnlyList<Amount> Amounts { get; }

    internal Phrase Phrase { get; }

    /// <summary>The phrase and those of the table.</summary>
    internal IReadOnlyList<Phrase> Phrases { get; }

    private static Phrase Inner(Phrase phrase) => phrase.Key is "sentence" or "labelled" or "item" && phrase.Arguments[^1] is Phrase inner
        ? Inner(inner)
        : phrase;

    /// <summary>The sentence.</summary>
    public override string ToString() => Text;
}
