using Referrals.Codes;
using Referrals.Pipeline;

namespace Referrals.Tests.Codes;

public class CodeGeneratorTests
{
    [Fact]
    public void The_same_seed_gives_the_same_codes()
    {
        static string[] Codes() =>
            [.. Enumerable.Repeat(new SeededRandomness(7), 3).Select(r => CodeGenerator.Next(CodeFormat.Default, r).Value)];

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

    public static TheoryData<string> Alphabets =>
    [
        CodeAlphabet.Crockford.Characters, CodeAlphabet.Distinct.Characters, CodeAlphabet.Digits.Characters,
        CodeAlphabet.Letters.Characters, CodeAlphabet.Alphanumeric.Characters,
    ];

    /// <summary>
    /// Pearson's chi-square for each place and each pair of neighbouring places, against the normal approximation of
    /// Wilson and Hilferty. With a fixed seed; the bound of 4.5 standard deviations is passed by chance once in 300,000
    /// tests.
    /// </summary>
    [Theory]
    [MemberData(nameof(Alphabets))]
    public void Every_character_has_the_same_chance_at_every_place(string characters)
    {
        const int Draws = 60_000;
        var alphabet = CodeAlphabet.Of(characters);
        var format = CodeFormat.Create(c => c.Length(14).WithCheckCharacter().Alphabet(alphabet).Without(CodeWords.None));
        var single = new int[15, alphabet.Size];
        var pairs = new int[14, alphabet.Size * alphabet.Size];
        var randomness = new SeededRandomness(2_026);
        for (var i = 0; i < Draws; i++)
        {
            var code = CodeGenerator.Next(format, randomness).Value.Select(c => characters.IndexOf(c, StringComparison.Ordinal)).ToArray();
            for (var place = 0; place < 15; place++)
            {
                single[place, code[place]]++;
                if (place < 14)
                {
                    pairs[place, code[place] * alphabet.Size + code[place + 1]]++;
                }
            }
        }

        Assert.All(Deviations(single, Draws), deviation => Assert.InRange(deviation, -4.5, 4.5));
        Assert.All(Deviations(pairs, Draws), deviation => Assert.InRange(deviation, -4.5, 4.5));
    }

    [Fact]
    public void A_batch_whose_rest_is_below_the_threshold_is_drawn_again()
    {
        var format = CodeFormat.Create(c => c.Length(4).Alphabet(CodeAlphabet.Digits).Without(CodeWords.None));

        // 2^64 modulo 10,000 is 1,616: the word 0 leaves 0, which is below it, and is thrown away; 2^63 + 1 leaves
        // 10,000.
        Assert.Equal("5000", CodeGenerator.Next(format, new Sequence(0, (1UL << 63) + 1)).Value);
        Assert.Equal("9999", CodeGenerator.Next(format, new Sequence(ulong.MaxValue)).Value);
    }

    [Fact]
    public void Many_codes_are_all_different()
    {
        var format = CodeFormat.Create(c => c.Length(5).Alphabet(CodeAlphabet.Digits).Without(CodeWords.None));
        var codes = CodeGenerator.Distinct(format, 50_000, new SeededRandomness(1));

        Assert.Equal(50_000, codes.Distinct().Count());
        Assert.All(codes, code => Assert.True(format.Parse(code.Value).IsValid));
    }

    [Fact]
    public void A_million_codes_are_all_different() =>
        Assert.Equal(1_000_000, CodeGenerator.Distinct(CodeFormat.Default, 1_000_000, CryptographicRandomness.Instance).ToHashSet().Count);

    [Fact]
    public void More_than_half_of_all_codes_are_refused_before_any_is_made()
    {
        var format = CodeFormat.Create(c => c.Length(4).Alphabet(CodeAlphabet.Digits));
        var untouched = new Sequence();

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => CodeGenerator.Distinct(format, 5_001, untouched));
        Assert.Contains("has 10000 codes and gives out half of them", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => CodeGenerator.Distinct(format, 0, untouched));
        Assert.Throws<ArgumentOutOfRangeException>(() => CodeGenerator.Distinct(CodeFormat.Default, CodeGenerator.MaxCount + 1, untouched));
    }

    [Fact]
    public void Words_that_leave_too_few_codes_end_in_an_error()
    {
        var eights = Enumerable.Range(0, 7).Select(digit => new string((char)('0' + digit), 1));
        var words = CodeWords.None.With(
            from a in eights from b in "01234567" from c in "01234567" select $"{a}{b}{c}");
        var format = CodeFormat.Create(f => f.Length(4).Alphabet(CodeAlphabet.Of("01234567")).Without(words));

        // What is left begins with 77, and with 3E, 5S and the like folded, fewer than the 100 asked for.
        var error = Assert.Throws<CodesExhaustedException>(() => CodeGenerator.Distinct(format, 100, new SeededRandomness(1)));
        Assert.Contains("codes had been made", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_code_allocates_nothing()
    {
        var randomness = CryptographicRandomness.Instance;
        for (var i = 0; i < 1_000; i++)
        {
            _ = CodeGenerator.Next(CodeFormat.Default, randomness);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            _ = CodeGenerator.Next(CodeFormat.Default, randomness);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static IEnumerable<double> Deviations(int[,] counts, int draws)
    {
        var size = counts.GetLength(1);
        var expected = (double)draws / size;
        var freedom = size - 1.0;
        for (var row = 0; row < counts.GetLength(0); row++)
        {
            var chiSquare = Enumerable.Range(0, size).Sum(i => Math.Pow(counts[row, i] - expected, 2) / expected);
            yield return (Math.Cbrt(chiSquare / freedom) - (1 - 2 / (9 * freedom))) / Math.Sqrt(2 / (9 * freedom));
        }
    }

    private sealed class Sequence(params ulong[] values) : ICodeRandomness
    {
        private int _next;

        public ulong NextBits() => values[_next++];
    }
}
