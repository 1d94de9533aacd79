using System.Globalization;
using System.Text.RegularExpressions;
using Referrals.Explanations;

namespace Referrals.Tests.Explanations;

/// <summary>Every language has all texts, each with the places of the English one, and none of them is English.</summary>
public sealed partial class ReferralTextsTests
{
    public static TheoryData<string> Languages => ["de", "fr", "es"];

    private static ReferralTexts English => ReferralTexts.English;

    /// <summary>Keys of explanations; all others are of terms.</summary>
    internal static bool IsOfExplanations(string key) =>
        new[] { "operator.", "participant.", "referee.", "referrer.", "value.", "line." }.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal))
        || key is "format.instant" or "list.chain";

    [Theory]
    [MemberData(nameof(Languages))]
    public void Language_has_every_text_and_no_other(string language) =>
        Assert.Equal(English.Texts.Keys.Order(StringComparer.Ordinal), Of(language).Texts.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Languages))]
    public void Language_has_the_places_of_the_English_texts(string language) => Assert.All(Of(language).Texts, text =>
    {
        Assert.Null(WordPattern.Fault(text.Value));
        var isExplained = ParticipantKey.CodeOf(text.Key) is not null;
        Assert.True(
            isExplained || ReferralTexts.IsNamed(text.Key) || WordPattern.Places(English.Text(text.Key)).SequenceEqual(WordPattern.Places(text.Value)),
            $"{text.Key} = {text.Value}");
        int[] known = isExplained ? [0, 1, 2] : [0, .. WordPattern.Places(English.Text(text.Key))];
        Assert.Empty(WordPattern.Places(text.Value).Except(known));
    });

    /// <summary>A built-in language passes the same check as one that an application brings.</summary>
    [Theory]
    [MemberData(nameof(Languages))]
    public void Language_could_be_an_applications_own(string language) =>
        Assert.Equal(Of(language).Texts.Count, ReferralTexts.Of(CultureInfo.GetCultureInfo(language), Of(language).Texts).Texts.Count);

    [Theory]
    [MemberData(nameof(Languages))]
    public void No_English_is_left_in_another_language(string language)
    {
        foreach (var (key, text) in Of(language).Texts)
        {
            Assert.DoesNotMatch(@"(?i)\b(the|of|and|your|you|with|that|this|been|customer|referrer|reward|friend|which)\b", Spoken(text));

            // A word alone may be the same in both languages; a sentence is not.
            Assert.False(
                Word().Count(Spoken(text)) > 2 && text == English.Text(key) && !key.StartsWith("format.", StringComparison.Ordinal), $"{key} = {text}");
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Participants_read_whole_sentences(string language) => Assert.All(
        Of(language).Texts.Where(static text => ParticipantKey.CodeOf(text.Key) is not null),
        static text => Assert.Matches(@"^[\p{Lu}¡¿].*[.]$", text.Value));

    /// <summary>Each phrase that the code names is in the table, and none is there for nothing.</summary>
    [Fact]
    public void Phrases_of_the_code_and_of_the_table_are_the_same()
    {
        var code = string.Join('\n', Directory.EnumerateFiles(TestTree.PathOf("src", "Referrals"), "*.cs", SearchOption.AllDirectories)
            .Where(static file => !file.EndsWith("Texts.cs", StringComparison.Ordinal) || file.EndsWith("ReferralTexts.cs", StringComparison.Ordinal))
            .Select(File.ReadAllText));
        // The field of an order's line bears a name of the same form.
        var named = Named().Matches(code).Select(static match => match.Groups[1].Value).Where(static name => name != "line.sku").Distinct().ToArray();
        var keys = English.Texts.Keys.Where(static key => key.StartsWith("value.", StringComparison.Ordinal) || key.StartsWith("line.", StringComparison.Ordinal)).ToArray();

        Assert.DoesNotContain(named, name => name.EndsWith('.') ? !keys.Any(key => key.StartsWith(name, StringComparison.Ordinal)) : !keys.Contains(name));
        Assert.DoesNotContain(keys, key => !named.Contains(key) && !named.Any(name => name.EndsWith('.') && key.StartsWith(name, StringComparison.Ordinal)));
    }

    [Fact]
    public void Culture_without_a_language_of_ours_is_read_in_English()
    {
        Assert.Same(ReferralTexts.English, ReferralTexts.For(CultureInfo.GetCultureInfo("fi-FI")));
        Assert.Same(ReferralTexts.English, ReferralTexts.For(CultureInfo.InvariantCulture));
        Assert.Equal("de-AT", ReferralTexts.For(CultureInfo.GetCultureInfo("de-AT")).Culture.Name);
    }

    /// <summary>The integers that Unicode CLDR gives as samples of each category, in the order of the categories (supplemental/plurals.json).</summary>
    [Theory]
    [InlineData("en", "1", "0,2,3,16,100,1000000")]
    [InlineData("de", "1", "0,2,3,16,100,1000000")]
    [InlineData("fr", "0,1", "1000000", "2,3,17,100,100000")]
    [InlineData("pt", "0,1", "1000000", "2,3,17,100,100000")]
    [InlineData("pt-PT", "1", "1000000", "0,2,16,100,100000")]
    [InlineData("es", "1", "1000000", "0,2,16,100,100000")]
    [InlineData("it", "1", "1000000", "0,2,16,100,100000")]
    [InlineData("da", "1", "0,2,16,100,1000000")]
    [InlineData("ru", "1,21,31,101,1001", "2,4,22,24,102,1002", "0,5,19,100,1000000")]
    [InlineData("pl", "1", "2,4,22,24,102,1002", "0,5,19,21,100,1000000")]
    [InlineData("cs", "1", "2,3,4", "", "0,5,19,100,1000000")]
    [InlineData("hr", "1,21,101,1001", "2,4,22,102", "0,5,19,100,1000000")]
    [InlineData("sl", "1,101,201,1001", "2,102,202", "3,4,103,104", "0,5,19,100,1000000")]
    [InlineData("lt", "1,21,101,1001", "2,9,22,29,102", "", "0,10,20,30,100,1000000")]
    [InlineData("lv", "0,10,20,30,100,1000000", "1,21,101,1001", "2,9,22,29,102")]
    [InlineData("ro", "1", "0,2,16,101,1001", "20,35,100,1000,1000000")]
    [InlineData("ar", "0", "1", "2", "3,10,103,110,1003", "11,26,111,1011", "100,102,200,300,1000000")]
    [InlineData("he", "1", "2", "0,3,17,100,1000000")]
    [InlineData("hi", "0,1", "2,17,100,1000000")]
    [InlineData("ja", "0,1,15,100,1000000")]
    public void Plurals_are_those_of_CLDR(string language, params string[] samples)
    {
        var rule = PluralRules.Cardinal(CultureInfo.GetCultureInfo(language));
        Assert.All(samples.Index(), sample => Assert.All(
            sample.Item.Split(',', StringSplitOptions.RemoveEmptyEntries),
            number => Assert.Equal((number, sample.Index), (number, rule(decimal.Parse(number, CultureInfo.InvariantCulture))))));
    }

    /// <summary>Decimal samples of the same file, and the ordinals of supplemental/ordinals.json.</summary>
    [Fact]
    public void Decimals_and_ordinals_are_those_of_CLDR()
    {
        Assert.Equal([1, 0, 2, 3, 2], new[] { ("en", 1.5m), ("fr", 1.5m), ("es", 1.5m), ("ru", 0.5m), ("cs", 1.5m) }
            .Select(static one => PluralRules.Cardinal(one.Item1)(one.Item2)));
        Assert.Equal([0, 1, 2, 3, 3, 3, 0, 1], new[] { 1m, 2, 3, 4, 11, 13, 21, 102 }.Select(PluralRules.Ordinal("en")));
        Assert.Equal([0, 1, 1], new[] { 1m, 2, 21 }.Select(PluralRules.Ordinal("fr")));
    }

    [Fact]
    public void Explanation_is_read_in_texts_of_an_application()
    {
        var explanation = ConditionStories.All[0].Decision.Explanation;
        var own = English.With("referrer.conversion.not_rewarded", "Nothing this time.").With("operator.conversion.not_rewarded", "no luck");
        var finnish = ReferralTexts.Of(
            CultureInfo.GetCultureInfo("fi-FI"),
            new Dictionary<string, string>(English.Texts) { ["referrer.conversion.not_rewarded"] = "Ei palkkiota tällä kertaa." });

        Assert.StartsWith("Nothing this time.", explanation.ToParticipantText(Side.Referrer, own), StringComparison.Ordinal);
        Assert.StartsWith("no luck [conversion.not_rewarded", explanation.ToText(own), StringComparison.Ordinal);
        Assert.StartsWith("Ei palkkiota tällä kertaa.", explanation.ToParticipantText(Side.Referrer, finnish), StringComparison.Ordinal);
        Assert.StartsWith(
            "Diesmal hast du für einen Freund keine Belohnung verdient.",
            explanation.ToParticipantText(Side.Referrer, CultureInfo.GetCultureInfo("de-DE")),
            StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Reasons_read_well_in(string language)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        var stories = ConditionStories.All.Concat(RewardStories.All).Select(story =>
            $"{story.Decision.Explanation.ToText(culture)}\n  1: {story.Decision.Explanation.ToParticipantText(Side.Referee, culture)}"
                + $"\n  2: {story.Decision.Explanation.ToParticipantText(Side.Referrer, culture)}");
        Approvals.Verify(string.Join("\n\n", stories), suffix: language);
    }

    private static ReferralTexts Of(string language) => ReferralTexts.For(CultureInfo.GetCultureInfo(language));

    /// <summary>The words of a text, without its places' numbers.</summary>
    private static string Spoken(string text) => Place().Replace(text, " ");

    [GeneratedRegex(@"\{[0-9]#{0,2}|[{}|@]")]
    private static partial Regex Place();

    [GeneratedRegex(@"\p{L}{3,}")]
    private static partial Regex Word();

    [GeneratedRegex("""
        "((?:value|line)\.[A-Za-z_.]*)
        """)]
    private static partial Regex Named();
}
