using FsCheck;
using FsCheck.Fluent;
using Referrals.Codes;
using Referrals.Pipeline;

namespace Referrals.Tests.Codes.Correction;

public class CodeSuggestionsTests
{
    private static readonly CodeFormat Format = CodeFormat.Default;

    [Fact]
    public void The_code_is_suggested_after_any_one_slip() =>
        Prop.ForAll(ArbMap.Default.ArbFor<long>(), ArbMap.Default.ArbFor<byte>(), (seed, place) =>
        {
            var code = CodeGenerator.Next(Format, new SeededRandomness(seed));
            var text = code.Value;
            var at = place % text.Length;
            string[] slips =
            [
                text[..at] + (text[at] == 'W' ? 'Y' : 'W') + text[(at + 1)..],
                text[..at] + '?' + text[(at + 1)..],
                text[..at] + text[(at + 1)..],
                text[..at] + 'W' + text[at..],
                at == 0 ? text[1] + text[..1] + text[2..] : text[..(at - 1)] + text[at] + text[at - 1] + text[(at + 1)..],
            ];
            return slips.All(slip => Format.Parse(slip).Code == code || CodeSuggestions.For(Format, slip).Contains(code));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Suggestions_are_valid_codes_and_few() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
        {
            var suggestions = CodeSuggestions.For(Format, text + "K7M2XQ");
            return suggestions.Count <= CodeSuggestions.MaxCount && suggestions.All(code => Format.Parse(code.Value).Code == code);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_unreadable_character_has_one_solution()
    {
        var code = CodeGenerator.Next(Format, new SeededRandomness(5)).Value;

        Assert.Equal([ReferralCode.From(code)], CodeSuggestions.For(Format, $"{code[..4]}?{code[5..]}"));
    }

    [Fact]
    public void Look_alikes_come_first()
    {
        var code = CodeGenerator.Next(Format, new SeededRandomness(5));
        var at = code.Value.IndexOfAny(['5', 'S', '8', 'B', '2', 'Z']);
        var twin = "5S8B2Z"["5S8B2Z".IndexOf(code.Value[at], StringComparison.Ordinal) ^ 1];

        Assert.Equal(code, CodeSuggestions.For(Format, code.Value[..at] + twin + code.Value[(at + 1)..])[0]);
    }

    [Fact]
    public void Prefix_and_suffix_are_kept()
    {
        var format = CodeFormat.Create(c => c.Length(6).WithCheckCharacter().Prefix("ROLL-").Suffix("-26"));
        var code = CodeGenerator.Next(format, new SeededRandomness(3));
        var shown = format.Format(code);
        var broken = shown[..6] + '?' + shown[7..];

        Assert.Equal([code], CodeSuggestions.For(format, broken));
    }

    [Fact]
    public void Without_a_check_character_only_the_likeliest_slips_are_suggested()
    {
        var format = CodeFormat.Create(c => c.Length(6));

        Assert.Equal(["ACBDEF", "ABDCEF"], CodeSuggestions.For(format, "ABCDEF").Select(code => code.Value).Where(code => code is "ACBDEF" or "ABDCEF"));
        Assert.Empty(CodeSuggestions.For(format, "ABCDE"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("??M2XQ9TD")]
    [InlineData("K7M2XQ9TDK7M2XQ9TDK7M2XQ9TD")]
    public void What_is_far_from_a_code_has_no_suggestions(string text) => Assert.Empty(CodeSuggestions.For(Format, text));

    [Fact]
    public void A_megabyte_has_no_suggestions() => Assert.Empty(CodeSuggestions.For(Format, new string('A', 1_000_000)));
}
