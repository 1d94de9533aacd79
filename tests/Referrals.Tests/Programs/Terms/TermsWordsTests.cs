using System.Globalization;
using Referrals.Attribution;
using Referrals.Explanations;
using Referrals.Tests.Explanations;

namespace Referrals.Tests.Programs.Terms;

/// <summary>Everything that the library knows has words, in the language that is built in and in one that a host gives.</summary>
public sealed class TermsWordsTests
{
    [Fact]
    public void Every_kind_of_rule_has_an_example_with_words()
    {
        Assert.Empty(EveryRule.KindsOf<Condition>().Except(EveryRule.Conditions.Select(static condition => condition.GetType())));
        Assert.Empty(EveryRule.KindsOf<RewardFormula>().Except(EveryRule.Formulas.Select(static formula => formula.GetType())));
        Assert.Empty(EveryRule.KindsOf<Guard>().Except(EveryRule.Guards.Select(static guard => guard.GetType())));
    }

    /// <summary>Whoever adds a property decides whether customers have to read of it, and says so here.</summary>
    [Fact]
    public void Every_property_of_a_program_is_said_or_left_out_on_purpose() => Approvals.Verify(string.Join('\n', new[]
    {
        typeof(ReferralProgram), typeof(Incentive), typeof(Cap), typeof(SideCap), typeof(Budget), typeof(TaxThreshold), typeof(PayoutRule), typeof(RewardExpiry),
        typeof(ReviewRule), typeof(TierTable), typeof(Tier), typeof(PaymentStage), typeof(RewardOption), typeof(Donation), typeof(Multiplier),
        typeof(RewardOverride), typeof(UplineLevels), typeof(TimePeriod), typeof(TimeFrame), typeof(Measure), typeof(GuardPolicy), typeof(AttributionPolicy), typeof(AmountBase),
    }.Select(static type => $"{type.Name}: {string.Join(", ", EveryRule.PropertiesOf(type))}")));

    [Fact]
    public void Words_of_every_rule_read_well() => Approvals.Verify(Gallery(ReferralTexts.English));

    [Fact]
    public void Words_of_every_rule_read_well_in_another_language() => Approvals.Verify(Gallery(ReferralTexts.German));

    [Fact]
    public void Words_of_every_rule_read_well_in_French() => Approvals.Verify(Gallery(ReferralTexts.French));

    [Fact]
    public void Words_of_every_rule_read_well_in_Spanish() => Approvals.Verify(Gallery(ReferralTexts.Spanish));

    [Fact]
    public void No_word_is_there_for_nothing()
    {
        var said = EveryRule.Programs.SelectMany(static program => Keys(program.Program)).ToHashSet(StringComparer.Ordinal);
        string[] others = ["money", "percent", "format.date", "format.annual", "format.time", "format.moment", "list.comma", "list.and", "list.or", "list.row"];

        string[] unsaid = [.. ReferralTexts.German.Texts.Keys
            .Where(key => !said.Contains(key) && !others.Contains(key))
            .Where(static key => !ReferralTextsTests.IsOfExplanations(key) && !ReferralTexts.IsNamed(key))
            .Where(static key => !key.StartsWith("offer.", StringComparison.Ordinal))
            .Where(static key => !key.StartsWith("window.", StringComparison.Ordinal) && !key.StartsWith("frame.", StringComparison.Ordinal))
            .Where(static key => !key.StartsWith("unit", StringComparison.Ordinal) && !key.EndsWith(".purchase", StringComparison.Ordinal))];

        Assert.Equal([], unsaid);
    }

    [Fact]
    public void Culture_decides_numbers_money_and_dates()
    {
        var program = ReferralProgram.Create("formats", p => p
            .InZone("Europe/Berlin")
            .Runs(NodaTime.Instant.FromUtc(2026, 3, 1, 8, 30), NodaTime.Instant.FromUtc(2026, 12, 31, 23, 0))
            .RewardReferrer(r => r.PercentOf(12.5m, "EUR", ceiling: 1_234.5m))
            .RewardReferee(r => r.Flat(10, "EUR")));
        var german = ProgramTerms.Of(program, Side.Referrer, ReferralTexts.German).ToText();
        var english = ProgramTerms.Of(program, Side.Referrer).ToText();
        var french = ProgramTerms.Of(program, Side.Referrer, ReferralTexts.English.In(CultureInfo.GetCultureInfo("de-CH"))).ToText();

        Assert.Contains("Dein Freund bekommt 10,00 EUR.", german, StringComparison.Ordinal);
        Assert.Contains("12,5 % des Betrags in EUR, jeweils höchstens 1.234,50 EUR", german, StringComparison.Ordinal);
        Assert.Contains("1. März 2026, 09:30 Uhr", german, StringComparison.Ordinal);
        Assert.Contains("Der letzte Tag für Anmeldungen ist der 31. Dezember 2026.", german, StringComparison.Ordinal);
        Assert.Contains("12.5% of the amount in EUR, at most 1,234.50 EUR each time", english, StringComparison.Ordinal);
        Assert.Contains("The last day for sign-ups is 31 December 2026.", english, StringComparison.Ordinal);
        Assert.Contains("1’234.50 EUR", french, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_of_a_host_stand_for_what_it_named()
    {
        var program = ReferralProgram.Create("own", p => p
            .Qualify(q => q.And(Condition.Custom("business")).And(Condition.Not(Condition.Custom("student"))))
            .RewardReferrer(r => r.Named("thanks").Custom("round-up", "EUR")));
        var plain = ProgramTerms.Of(program, Side.Referrer).ToText();
        var said = ProgramTerms.Of(program, Side.Referrer, ReferralTexts.English
            .With("condition.business", "{@your friend buys|you buy} for a company")
            .With("condition.student", "{@your friend is|you are} a student")
            .With("rule.round-up", "10% of the price, rounded up")
            .With("section.do", "The task")).ToText();

        Assert.Contains("the requirement “business” is met", plain, StringComparison.Ordinal);
        Assert.Contains("You get an amount of EUR by the rule “round up”.", plain, StringComparison.Ordinal);
        Assert.Contains("- your friend buys for a company", said, StringComparison.Ordinal);
        Assert.Contains("- it is not so that your friend is a student", said, StringComparison.Ordinal);
        Assert.Contains("You get 10% of the price, rounded up.", said, StringComparison.Ordinal);
        Assert.Contains("The task\n", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no.such.key", "text", "not a key of a text")]
    [InlineData("hold", "held", "leaves out the place {0}")]
    [InlineData("hold", "held {0} {1}", "has no place {1}")]
    [InlineData("hold", "held {0} {x}", "a brace")]
    [InlineData("hold", "held {0} {@you}", "two readers")]
    [InlineData("event.", "text", "not a key of a text")]
    public void Words_that_cannot_be_used_are_refused(string key, string text, string fault) =>
        Assert.Contains(fault, Assert.Throws<ArgumentException>(() => ReferralTexts.English.With(key, text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Language_with_a_hole_is_refused_with_all_that_is_missing()
    {
        var texts = new Dictionary<string, string>(ReferralTexts.German.Texts);
        _ = texts.Remove("hold");
        _ = texts.Remove("cap.Clamp");
        var message = Assert.Throws<ArgumentException>(() => ReferralTexts.Of(CultureInfo.GetCultureInfo("de-DE"), texts)).Message;

        Assert.Contains("'hold' is missing", message, StringComparison.Ordinal);
        Assert.Contains("'cap.Clamp' is missing", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Language_with_three_forms_gets_its_own()
    {
        var program = ReferralProgram.Create("forms", p => p.RewardReferrer(r => r.Flat(10, "EUR").HeldFor(TimePeriod.Days(3))));
        var polish = ReferralTexts.Of(
            CultureInfo.GetCultureInfo("pl-PL"),
            new Dictionary<string, string>(ReferralTexts.German.Texts) { ["window.Days"] = "{0} {0#dzień|dni|dni|dnia}" });
        var own = ReferralTexts.Of(CultureInfo.GetCultureInfo("pl-PL"), polish.Texts, static number => number == 3 ? 3 : 0);

        Assert.Contains("3 dni", ProgramTerms.Of(program, Side.Referrer, polish).ToText(), StringComparison.Ordinal);
        Assert.Contains("3 dnia", ProgramTerms.Of(program, Side.Referrer, own).ToText(), StringComparison.Ordinal);
    }

    /// <summary>What differs from the simplest program is what an example is about.</summary>
    private static string Gallery(ReferralTexts words)
    {
        var plain = EveryRule.Programs.First(static example => example.Name == "formula 0").Program;
        var usual = new[] { Side.Referrer, Side.Referee }.ToDictionary(static side => side, side => Texts(plain, side).ToHashSet());
        return string.Join('\n', EveryRule.Programs.SelectMany(example => Enum.GetValues<Side>()
            .SelectMany(side => Texts(example.Program, side).Where(text => !usual[side].Contains(text)).Select(text => (side, text)))
            .Select(line => $"{(line.side == Side.Referrer ? "referrer" : "friend")}: {line.text}")
            .Prepend($"\n{example.Name}")));

        IEnumerable<string> Texts(ReferralProgram program, Side side) => ProgramTerms.Of(program, side, words).Sections
            .SelectMany(static section => section.Sentences)
            .SelectMany(static sentence => (sentence.Table?.Rows ?? []).Select(static row => "  | " + string.Join(" | ", row)).Prepend(sentence.Text));
    }

    private static IEnumerable<string> Keys(ReferralProgram program) => Enum.GetValues<Side>().SelectMany(side =>
    {
        var terms = ProgramTerms.Of(program, side, ReferralTexts.German);
        return terms.Summary.Concat(terms.Sections.SelectMany(static section => section.Sentences))
            .SelectMany(static sentence => sentence.Phrases).SelectMany(static phrase => phrase.All).Select(static phrase => phrase.Key)
            .Concat(terms.Sections.Select(static section => section.Code));
    });
}
