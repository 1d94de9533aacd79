using Referrals.Codes;
using Referrals.Entropy;

namespace Referrals.Tests.Codes;

public class CodeGeneratorTests
{
    [Fact]
    public void The_same_seed_gives_the_same_codes()
    {
        static string[] Codes() => [.. Enumerable.Repeat(new SeededRandomness(7), 3).Select(r => CodeGenerator.Next(CodeFormat.Default, r).Value)];

        Assert.Equal(Codes(), Codes());
        Assert.Equal(3, Codes().Distinct().Count());
    }

    [Fact]
    public void Cryptographic_codes_are_valid_and_different()
    {
        var codes = Enumerable.Range(0, 1_000).Select(_ => CodeGenerator.Next(CodeFormat.Default, CryptographicRandomness.Instance)).ToArray();

        Assert.Equal(1_000, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Equal(code, CodeFormat.Default.Parse(code.Value).Code));
    }

    [Fact]
    public void A_list_that_forbids_everything_is_told_so()
    {
        var words = CodeWords.None.With(
            from a in "01234567" from b in "01234567" from c in "01234567" select $"{a}{b}{c}");
        var format = CodeFormat.Create(f => f.Length(4).Alphabet(CodeAlphabet.Of("01234567")).Without(words));

        var error = Assert.Throws<CodesExhaustedException>(() => CodeGenerator.Next(format, new SeededRandomness(1)));
        Assert.Contains("Use longer codes or fewer words", error.Message, StringComparison.Ordinal);
    }
}
