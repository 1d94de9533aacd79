using System.Text;
using NodaTime;
using Referrals.Explanations;

namespace Referrals;

/// <summary>
/// The terms of a program in plain language, made from the rules that decide: for the referrer or for the referred friend, short for the page on
/// which people share, and in full.
/// </summary>
/// <remarks>
/// Terms are of one version of a program; a referral is judged by the version that was in force when it was created. They say nothing about the
/// law of a country: what else has to be said there is the application's to add. Immutable.
/// </remarks>
/// <example><code>
/// var terms = ProgramTerms.Of(program, Side.Referrer);
/// page.Short = string.Join(' ', terms.Summary);
/// page.Full = terms.ToMarkdown();
/// </code></example>
public sealed class ProgramTerms
{
    private ProgramTerms(Side reader, string title, IReadOnlyList<TermsSentence> summary, IReadOnlyList<TermsSection> sections)
    {
        Reader = reader;
        Title = title;
        Summary = summary;
        Sections = sections;
    }

    /// <summary>To whom the terms speak.</summary>
    public Side Reader { get; }

    /// <summary>The program's name.</summary>
    public string Title { get; }

    /// <summary>The short version: at most four sentences.</summary>
    public IReadOnlyList<TermsSentence> Summary { get; }

    /// <summary>The full version.</summary>
    public IReadOnlyList<TermsSection> Sections { get; }

    /// <summary>The terms of a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="reader">To whom they speak: the referrer, or the referred friend.</param>
    /// <param name="words">The language, and the application's words for what it named; <c>null</c> for <see cref="ReferralTexts.English"/>.</param>
    /// <param name="on">
    /// The day, in the program's zone, on which the terms are read: rules, exceptions and multipliers for dates (<see cref="Condition.OnDates"/>) that do
    /// not include it are left out. <c>null</c>, the default, for all that the program says.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The reader is no side.</exception>
    public static ProgramTerms Of(ReferralProgram program, Side reader, ReferralTexts? words = null, LocalDate? on = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        if (!Enum.IsDefined(reader))
        {
            throw new ArgumentOutOfRangeException(nameof(reader), reader, "Not a valid Side value.");
        }

        program = TermsSummary.On(program, on);
        var writer = new PhraseWriter(words ?? ReferralTexts.English, reader, program.Zone);
        (string Code, Action<TermsLines> Write)[] sections =
        [
            ("section.who", lines => EntrySentences.WriteWho(lines, program)),
            ("section.link", lines => EntrySentences.WriteLink(lines, program)),
            ("section.do", lines => EntrySentences.WriteDeeds(lines, program)),
            ("section.own", lines => RewardSentences.Write(lines, program, reader, isOwn: true)),
            ("section.other", lines => RewardSentences.Write(lines, program, reader == Side.Referrer ? Side.Referee : Side.Referrer, isOwn: false)),
            ("section.limits", lines => LimitSentences.Write(lines, program, reader)),
            ("section.use", lines => LifeSentences.WriteUse(lines, program, reader)),
            ("section.refunds", lines => LifeSentences.WriteRefunds(lines, program, reader)),
            ("section.excluded", lines => GuardSentences.Write(lines, program.Guards)),
            ("section.runs", lines =>
            {
                EntrySentences.WriteSchedule(lines, program, writer);
                EntrySentences.WriteCalendar(lines, program);
            }),
        ];
        var written = sections.Select(section =>
        {
            var lines = new TermsLines(writer);
            section.Write(lines);
            return new TermsSection(section.Code, writer.Sentence(Phrase.Of(section.Code)), lines.Sentences);
        });
        return new ProgramTerms(
            reader,
            program.Name,
            [.. TermsSummary.Of(program, reader).Select(phrase => new TermsSentence(phrase, writer.Sentence(phrase), null, isItem: false, null, []))],
            [.. written.Where(static section => section.Sentences.Count > 0)]);
    }

    /// <summary>The full version as plain text.</summary>
    public string ToText()
    {
        var text = new StringBuilder(Title).Append('\n');
        foreach (var section in Sections)
        {
            _ = text.Append('\n').Append(section.Heading).Append('\n');
            foreach (var sentence in section.Sentences)
            {
                _ = text.Append(sentence.IsItem ? "  - " : "  ").Append(sentence.Text).Append('\n');
                TermsTableText.Append(text, sentence.Table);
            }
        }

        return text.ToString();
    }

    /// <summary>The full version as Markdown (CommonMark with tables); what stands in the program is escaped.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder("# ").Append(TermsTableText.Escape(Title)).Append('\n');
        foreach (var section in Sections)
        {
            _ = text.Append("\n## ").Append(TermsTableText.Escape(section.Heading)).Append('\n');
            var wasItem = false;
            foreach (var sentence in section.Sentences)
            {
                _ = text.Append(sentence.IsItem && wasItem ? string.Empty : "\n").Append(sentence.IsItem ? "- " : string.Empty)
                    .Append(TermsTableText.Escape(sentence.Text)).Append('\n');
                TermsTableText.AppendMarkdown(text, sentence.Table);
                wasItem = sentence.IsItem;
            }
        }

        return text.ToString();
    }

    /// <summary>The short version in one paragraph.</summary>
    public override string ToString() => string.Join(' ', Summary);
}

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

    /// <summary>What it is about, such as <c>cap.own.amount</c>: the key of its words in <see cref="ReferralTexts.Texts"/>.</summary>
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
