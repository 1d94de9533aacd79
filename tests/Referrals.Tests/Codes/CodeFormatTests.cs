using Referrals.Codes;

namespace Referrals.Tests.Codes;

public class CodeFormatTests
{
    [Fact]
    public void Default_is_eight_characters_and_a_check_character_in_threes()
    {
        Assert.Equal("***-***-**+", CodeFormat.Default.Pattern);
        Assert.Equal(8, CodeFormat.Default.Length);
        Assert.Equal(9, CodeFormat.Default.CodeLength);
        Assert.True(CodeFormat.Default.HasCheckCharacter);
        Assert.Equal((UInt128)1_099_511_627_776, CodeFormat.Default.Capacity);
        Assert.Equal(40, CodeFormat.Default.EntropyBits);
        Assert.Equal(CodeFormat.Default, CodeFormat.Create(c => c.Length(8).WithCheckCharacter()));
    }

    [Theory]
    [InlineData(4, "****")]
    [InlineData(5, "*****")]
    [InlineData(6, "***-***")]
    [InlineData(7, "****-***")]
    [InlineData(8, "****-****")]
    [InlineData(10, "****-***-***")]
    [InlineData(12, "****-****-****")]
    [InlineData(20, "****-****-****-****-****")]
    public void Groups_are_threes_and_fours_unless_said_otherwise(int length, string pattern) =>
        Assert.Equal(pattern, CodeFormat.Create(c => c.Length(length)).Pattern);

    [Fact]
    public void All_parts_say_how_a_code_is_shown()
    {
        var format = CodeFormat.Create(c => c
            .Pattern("##-****-##").WithCheckCharacter().Prefix("spring-").Suffix(".26").Alphabet(CodeAlphabet.Alphanumeric));
        var code = ReferralCode.From("SPRING" + "12ABCD34" + "Z" + "26");

        Assert.Equal("##-****-##+", format.Pattern);
        Assert.Equal("SPRING-12-ABCD-34Z.26", format.Format(code));
        Assert.Equal((UInt128)(100 * 36 * 36 * 36 * 36 * 100L), format.Capacity);
        Assert.Equal("spring-12-abcd-34z.26", CodeFormat.Create(c => c
            .Pattern("##-****-##+").Prefix("spring-").Suffix(".26").InLowerCase()).Format(code));
        Assert.Equal("ANNA", format.Format(ReferralCode.From("ANNA")));
    }

    [Fact]
    public void Everything_wrong_with_a_format_is_said_at_once()
    {
        var error = Assert.Throws<ArgumentException>(
            () => CodeFormat.Create(c => c.Length(3).Groups(2, 2).Separator("=").Prefix("Ä").Suffix("!")));

        Assert.Contains("4 to 20 free characters, not 3", error.Message, StringComparison.Ordinal);
        Assert.Contains("2, 2 characters do not add up to the 3 characters", error.Message, StringComparison.Ordinal);
        Assert.Contains("'=' is not a valid separator", error.Message, StringComparison.Ordinal);
        Assert.Contains("The prefix 'Ä'", error.Message, StringComparison.Ordinal);
        Assert.Contains("The suffix '!'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("***", "at least 4")]
    [InlineData("****?", "takes only")]
    [InlineData("-****", "separators only between")]
    [InlineData("**--**", "separators only between")]
    [InlineData("**+**", "as the last")]
    [InlineData("****++", "as the last")]
    [InlineData("****-****-****-****-****-*", "at most 20")]
    public void A_pattern_that_cannot_be_is_refused(string pattern, string reason) =>
        Assert.Contains(
            reason, Assert.Throws<ArgumentException>(() => CodeFormat.Create(c => c.Pattern(pattern))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_pattern_asks_for_nothing_that_the_alphabet_lacks() =>
        Assert.Contains(
            "no character for it",
            Assert.Throws<ArgumentException>(() => CodeFormat.Create(c => c.Pattern("@@@@").Alphabet(CodeAlphabet.Digits))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Pattern_and_length_exclude_each_other() =>
        Assert.Throws<ArgumentException>(() => CodeFormat.Create(c => c.Pattern("****").Length(4)));

    [Theory]
    [InlineData("ABCDEFG")]
    [InlineData("ABCDEFGA")]
    [InlineData("ABCDEFGa")]
    [InlineData("ABCDEFG-")]
    [InlineData("ABCDEFGÄ")]
    public void An_alphabet_takes_eight_different_letters_or_digits(string characters) =>
        Assert.Throws<ArgumentException>(() => CodeAlphabet.Of(characters));

    [Fact]
    public void Formats_are_equal_when_all_their_parts_are()
    {
        CodeFormat[] formats =
        [
            CodeFormat.Default,
            CodeFormat.Create(c => c.Length(8)),
            CodeFormat.Create(c => c.Length(8).WithCheckCharacter().Separator(" ")),
            CodeFormat.Create(c => c.Length(8).WithCheckCharacter().Prefix("A")),
            CodeFormat.Create(c => c.Length(8).WithCheckCharacter().Suffix("A")),
            CodeFormat.Create(c => c.Length(8).WithCheckCharacter().InLowerCase()),
            CodeFormat.Create(c => c.Length(8).WithCheckCharacter().Alphabet(CodeAlphabet.Distinct)),
            CodeFormat.Create(c => c.Length(8).WithCheckCharacter().Without(CodeWords.None)),
            CodeFormat.Create(c => c.Length(8).WithCheckCharacter().Without(CodeWords.Default.With("acme"))),
        ];

        Assert.Equal(formats.Length, formats.Distinct().Count());
        foreach (var format in formats)
        {
            var same = CodeFormat.Create(c =>
            {
                c.Alphabet(CodeAlphabet.Of(format.Alphabet.Characters)).Pattern(format.Pattern)
                    .Prefix(format.Prefix).Suffix(format.Suffix).Without(format.Words);
                _ = format.IsLowerCase ? c.InLowerCase() : c;
            });
            Assert.Equal(format, same);
            Assert.Equal(format.GetHashCode(), same.GetHashCode());
        }
    }
}
