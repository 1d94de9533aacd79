using FsCheck;
using FsCheck.Fluent;
using Referrals.Codes;
using Referrals.Pipeline;

namespace Referrals.Tests.Codes;

public class CodeFormatParsingTests
{
    public static CodeFormat[] Formats { get; } =
    [
        CodeFormat.Default,
        CodeFormat.Create(c => c.Length(6)),
        CodeFormat.Create(c => c.Length(8).Alphabet(CodeAlphabet.Distinct).WithCheckCharacter()),
        CodeFormat.Create(c => c.Length(10).Alphabet(CodeAlphabet.Digits).WithCheckCharacter()),
        CodeFormat.Create(c => c.Length(7).Alphabet(CodeAlphabet.Letters).WithCheckCharacter().InLowerCase()),
        CodeFormat.Create(c => c.Length(9).Alphabet(CodeAlphabet.Alphanumeric).WithCheckCharacter()),
        CodeFormat.Create(c => c.Length(12).Alphabet(CodeAlphabet.Of("BCDFGHJKMPQRTVWXY346")).WithCheckCharacter().Groups(4, 5, 4)),
        CodeFormat.Create(c => c.Pattern("##-****-@@+").Prefix("ROLL-").Suffix("/O1")),
    ];

    [Fact]
    public void What_is_shown_is_read_as_the_same_code() =>
        Prop.ForAll(ArbMap.Default.ArbFor<long>(), seed =>
            Formats.All(format =>
            {
                var code = CodeGenerator.Next(format, new SeededRandomness(seed));
                return format.Parse(format.Format(code)).Code == code && format.Parse(code.Value).Code == code;
            })).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("K7M2XQ9T")]
    public void Separators_case_and_width_do_not_matter(string body)
    {
        var code = Checked(body);
        var text = code.Value;
        string[] typed =
        [
            text.ToLowerInvariant(),
            $"  {text[..3]} {text[3..6]}\u2013{text[6..]} ",
            $"{text[..4]}--{text[4..]}",
            $"{text[..2]}\u00A0{text[2..]}\u200B\r\n",
            string.Concat(text.Select(c => (char)(c + 0xFEE0))),
            text.Replace('K', 'К').Replace('M', 'М').Replace('X', 'Х').Replace('T', 'Т'),
            text.Replace('K', 'κ').Replace('X', 'χ'),
            text.Replace('7', '٧').Replace('2', '२'),
        ];

        Assert.All(typed, t => Assert.Equal(code, CodeFormat.Default.Parse(t).Code));
    }

    [Fact]
    public void Characters_that_look_like_those_of_the_alphabet_are_taken_for_them()
    {
        var code = Checked("0110VV01");

        Assert.Equal(code, CodeFormat.Default.Parse("oILO-Uu-0i" + code.Value[8]).Code);
    }

    [Fact]
    public void A_place_for_digits_takes_letters_that_look_like_digits()
    {
        var format = CodeFormat.Create(c => c.Pattern("####-@@@@").Alphabet(CodeAlphabet.Alphanumeric));

        Assert.Equal("0152OSSZ", format.Parse("OlSZ-0S5z").Code.ToString());
    }

    [Fact]
    public void Prefix_and_suffix_may_be_left_out_and_mistyped()
    {
        var format = CodeFormat.Create(c => c.Length(6).Prefix("ROLL-").Suffix("/O1"));
        var code = ReferralCode.From("ROLL" + "ABCDEF" + "O1");

        Assert.Equal(code, format.Parse("ROLL-ABC-DEF/O1").Code);
        Assert.Equal(code, format.Parse("r011abcdef0I").Code);
        Assert.Equal(code, format.Parse("abc def").Code);
        Assert.Equal(CodeFault.WrongPrefix, format.Parse("ROXL-ABC-DEF/O1").Fault);
        Assert.Equal(CodeFault.WrongPrefix, format.Parse("ROLL-ABC-DEF/X1").Fault);
        Assert.Equal(CodeFault.TooShort, format.Parse("ROLL-ABC-DEF").Fault);
        Assert.Equal(CodeFault.TooLong, format.Parse("ROLL-ABC-DEFGH/O1").Fault);
    }

    [Theory]
    [InlineData("", CodeFault.Empty, -1)]
    [InlineData("  -- ", CodeFault.Empty, -1)]
    [InlineData("K7M-2XQ-9T", CodeFault.TooShort, -1)]
    [InlineData("K7M-2XQ-9TDD", CodeFault.TooLong, -1)]
    [InlineData("K7M-2XQ-9T?", CodeFault.WrongCharacter, 10)]
    [InlineData("K7M-2Ä", CodeFault.WrongCharacter, 5)]
    [InlineData("😀7M2XQ9TD", CodeFault.WrongCharacter, 0)]
    [InlineData("K7M-2XQ\0", CodeFault.WrongCharacter, 7)]
    public void What_is_no_code_is_told_why(string text, CodeFault fault, int position)
    {
        var parse = CodeFormat.Default.Parse(text);

        Assert.False(parse.IsValid);
        Assert.True(parse.Code.IsDefault);
        Assert.Equal(fault, parse.Fault);
        Assert.Equal(position, parse.Position);
        Assert.EndsWith(".", parse.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_wrong_character_is_pointed_at_among_separators()
    {
        var digits = CodeFormat.Create(c => c.Length(6).Alphabet(CodeAlphabet.Digits));
        var parse = digits.Parse("12 - 3X 45");

        Assert.Equal(CodeFault.WrongCharacter, parse.Fault);
        Assert.Equal(6, parse.Position);
        Assert.Equal("Character 7 cannot be part of a code.", parse.ToString());
    }

    [Fact]
    public void A_megabyte_is_refused_unread()
    {
        var megabyte = new string(' ', 1_000_000) + "K7M2XQ9TD";

        Assert.Equal(CodeFault.TooLong, CodeFormat.Default.Parse(megabyte).Fault);
    }

    [Fact]
    public void Any_text_gets_an_answer() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => Formats.All(format =>
        {
            var parse = format.Parse(text);
            return parse.IsValid == (parse.Fault == CodeFault.None) && parse.ToString().Length > 0;
        })).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_wrong_character_and_every_swap_of_neighbours_is_caught() =>
        Prop.ForAll(ArbMap.Default.ArbFor<long>(), seed =>
            Formats.Where(format => format.HasCheckCharacter).All(format =>
            {
                var code = CodeGenerator.Next(format, new SeededRandomness(seed));
                return Errors(code.Value, format).All(typed => !format.Parse(typed).IsValid || format.Parse(typed).Code == code);
            })).QuickCheckThrowOnFailure();

    /// <summary>
    /// Each code is read as itself, so no two are read as one; and written with characters that look like its own, it
    /// is read as itself too or as none.
    /// </summary>
    [Fact]
    public void Folding_never_takes_one_code_for_another() =>
        Prop.ForAll(ArbMap.Default.ArbFor<long>(), seed => Formats.All(format =>
        {
            var code = CodeGenerator.Next(format, new SeededRandomness(seed)).Value;
            return Enumerable.Range(0, code.Length).All(place => "0OO01IIL1LL1UVVU".Chunk(2)
                .Where(pair => pair[0] == code[place] && !format.Alphabet.Characters.Contains(pair[1], StringComparison.Ordinal))
                .Select(pair => format.Parse(code[..place] + pair[1] + code[(place + 1)..]))
                .All(parse => !parse.IsValid || parse.Code.Value == code));
        })).QuickCheckThrowOnFailure();

    [Fact]
    public void Examples_of_the_documentation_are_codes()
    {
        var digits = CodeFormat.Create(c => c.Length(10).Alphabet(CodeAlphabet.Digits).WithCheckCharacter());
        var spring = CodeFormat.Create(c => c.Length(8).WithCheckCharacter().Prefix("SPRING-"));

        Assert.Equal("K7M-2XQ-9TP", CodeFormat.Default.Format(CodeFormat.Default.Parse("k7m 2xq 9tp").Code));
        Assert.Equal(CodeFault.CheckFailed, CodeFormat.Default.Parse("k7m 2qx 9tp").Fault);
        Assert.Equal("4711-0815-429", digits.Format(digits.Parse("4711 0815 429").Code));
        Assert.Equal("SPRING-K7M-2XQ-9TP", spring.Format(spring.Parse("K7M2XQ9TP").Code));
    }

    private static IEnumerable<string> Errors(string text, CodeFormat format)
    {
        for (var i = 0; i < text.Length; i++)
        {
            foreach (var c in format.Alphabet.Characters)
            {
                yield return text[..i] + c + text[(i + 1)..];
            }

            if (i > 0)
            {
                yield return text[..(i - 1)] + text[i] + text[i - 1] + text[(i + 1)..];
            }
        }
    }

    private static ReferralCode Checked(string body) =>
        CodeAlphabet.Crockford.Characters.Select(c => CodeFormat.Default.Parse(body + c)).Single(parse => parse.IsValid).Code;
}
