using NodaTime;
using Referrals.Explanations;

namespace Referrals;

/// <summary>
/// What a program offers, in one line: the headline of a page on which people share, or of the page that a friend lands on, and what each side
/// gets. Made from the rules that decide, in the words and formats of a culture.
/// </summary>
/// <remarks>
/// It is short, and so leaves conditions and limits out; the whole of it is in <see cref="ProgramTerms"/>, to which a page has to lead. Where a side has
/// several rules, it names the first two if nothing else is asked of them, else the first alone. Equal by value.
/// </remarks>
/// <example><code>
/// var offer = Offer.Of(program, Side.Referrer);
/// page.Headline = offer.Headline;                         // Give 5.00 EUR, get 10.00 EUR
/// var values = new ShareValues(name, "Spring", offer.RefereeGets!, code, link);
/// </code></example>
public sealed record Offer
{
    private Offer()
    {
    }

    /// <summary>To whom it speaks: the referrer, or the referred friend.</summary>
    public required Side Reader { get; init; }

    /// <summary>The offer in one line, without a full stop.</summary>
    public required string Headline { get; init; }

    /// <summary>What the referrer gets, such as <c>10.00 EUR</c> or <c>10% of the amount in EUR</c>; <c>null</c> for nothing.</summary>
    public required string? ReferrerGets { get; init; }

    /// <summary>What the friend gets; <c>null</c> for nothing.</summary>
    public required string? RefereeGets { get; init; }

    /// <summary>The amounts that <see cref="ReferrerGets"/> names, in the order in which they stand: such as the first and the last step of tiers.</summary>
    public IReadOnlyList<Amount> ReferrerAmounts => OfReferrer;

    /// <summary>The amounts that <see cref="RefereeGets"/> names, in the order in which they stand.</summary>
    public IReadOnlyList<Amount> RefereeAmounts => OfReferee;

    private ValueList<Amount> OfReferrer { get; init; } = [];

    private ValueList<Amount> OfReferee { get; init; } = [];

    /// <summary>The offer of a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="reader">To whom it speaks: the referrer, or the referred friend.</param>
    /// <param name="words">The language, and the application's words for what it named; <c>null</c> for <see cref="ReferralTexts.English"/>.</param>
    /// <param name="on">
    /// The day, in the program's zone, on which the offer is read: rules, exceptions and multipliers for dates (<see cref="Condition.OnDates"/>) that do
    /// not include it are left out. <c>null</c>, the default, for all that the program says.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The reader is neither side.</exception>
    public static Offer Of(ReferralProgram program, Side reader, ReferralTexts? words = null, LocalDate? on = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        if (!Enum.IsDefined(reader))
        {
            throw new ArgumentOutOfRangeException(nameof(reader), reader, "The reader is the referrer or the referee.");
        }

        program = TermsSummary.On(program, on);
        var writer = new PhraseWriter(words ?? ReferralTexts.English, reader, program.Zone);
        var (referrer, referee) = (TermsSummary.Gift(program, Side.Referrer), TermsSummary.Gift(program, Side.Referee));
        var whose = $"offer.{reader}.";
        var headline = (referrer, referee) switch
        {
            ({ } own, { } other) => Phrase.Of(whose + "both", other, own),
            ({ } own, null) => Phrase.Of(whose + "referrer", own),
            (null, { } other) => Phrase.Of(whose + "referee", other),
            _ => Phrase.Of(whose + "none"),
        };
        return new Offer
        {
            Reader = reader,
            Headline = writer.Sentence(headline),
            ReferrerGets = referrer is null ? null : writer.Write(referrer),
            RefereeGets = referee is null ? null : writer.Write(referee),
            OfReferrer = Amounts(referrer),
            OfReferee = Amounts(referee),
        };
    }

    /// <summary>The headline.</summary>
    public override string ToString() => Headline;

    private static ValueList<Amount> Amounts(Phrase? gift) => (gift?.Values ?? []).OfType<Amount>().ToValueList();
}
