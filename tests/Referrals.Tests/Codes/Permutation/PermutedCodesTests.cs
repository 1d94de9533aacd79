using Referrals.Codes;

namespace Referrals.Tests.Codes.Permutation;

public class PermutedCodesTests
{
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    public static TheoryData<string, string> Formats => new()
    {
        { CodeAlphabet.Crockford.Characters, "***-***-**+" },
        { CodeAlphabet.Distinct.Characters, "*****" },
        { CodeAlphabet.Digits.Characters, "##########+" },
        { CodeAlphabet.Alphanumeric.Characters, "##-****-@@+" },
        { CodeAlphabet.Alphanumeric.Characters, "********************" },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_number_comes_back_out_of_its_code(string alphabet, string pattern)
    {
        var format = CodeFormat.Create(c => c.Alphabet(CodeAlphabet.Of(alphabet)).Pattern(pattern));
        var permuted = new PermutedCodes(format, Secret);
        for (var number = 0L; number < 500; number++)
        {
            if (permuted.TryGetCode(number, out var code))
            {
                Assert.Equal(code, format.Parse(format.Format(code)).Code);
                Assert.True(permuted.TryGetNumber(code, out var back));
                Assert.Equal(number, back);
            }
        }
    }

    [Fact]
    public void Every_code_of_a_format_comes_out_once()
    {
        var format = CodeFormat.Create(c => c.Pattern("#####*+").Alphabet(CodeAlphabet.Of("0123456789A")).Without(CodeWords.None));
        var permuted = new PermutedCodes(format, Secret);
        var seen = new HashSet<ReferralCode>();
        for (var number = 0L; number < (long)format.Capacity; number += 997)
        {
            Assert.True(permuted.TryGetCode(number, out var code));
            Assert.True(seen.Add(code));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => permuted.TryGetCode((long)format.Capacity, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => permuted.TryGetCode(-1, out _));
    }

    [Fact]
    public void Neighbouring_numbers_and_other_secrets_give_codes_that_do_not_resemble_each_other()
    {
        var one = new PermutedCodes(CodeFormat.Default, Secret);
        var other = new PermutedCodes(CodeFormat.Default, [.. Secret.Reverse()]);
        var same = 0;
        for (var number = 0L; number < 1_000; number++)
        {
            if (one.TryGetCode(number, out var a) && one.TryGetCode(number + 1, out var b) && other.TryGetCode(number, out var c))
            {
                same += a.Value.Zip(b.Value, c.Value).Count(x => x.First == x.Second) + a.Value.Zip(c.Value).Count(x => x.First == x.Second);
            }
        }

        // 18 places, each the same by chance once in 32 times: 562 expected, standard deviation 23.
        Assert.InRange(same, 450, 680);
    }

    [Fact]
    public void Codes_with_a_listed_word_are_left_out()
    {
        var format = CodeFormat.Create(c => c.Length(6).Without(CodeWords.None.With("XYZ")));
        var permuted = new PermutedCodes(format, Secret);
        var left = Enumerable.Range(0, 10_000).Count(number => !permuted.TryGetCode(number, out _));

        // Four places for the word, and 2 is read as Z: 10,000 * 4 * 2 / 32^3 = 2.4 expected.
        Assert.InRange(left, 1, 12);
    }

    [Fact]
    public void What_is_no_code_of_the_format_has_no_number()
    {
        var permuted = new PermutedCodes(CodeFormat.Default, Secret);

        Assert.False(permuted.TryGetNumber(default, out _));
        Assert.False(permuted.TryGetNumber(ReferralCode.From("ANNA"), out _));
        Assert.False(permuted.TryGetNumber(ReferralCode.From("OOOOOOOOO"), out _));
        Assert.True(permuted.TryGetCode(1, out var code));
        var wrong = ReferralCode.From((code.Value[0] == 'A' ? 'B' : 'A') + code.Value[1..]);
        Assert.False(permuted.TryGetNumber(wrong, out _));
    }

    [Fact]
    public void A_short_secret_or_a_small_format_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new PermutedCodes(CodeFormat.Default, Secret.AsSpan(0, 15)));
        var small = CodeFormat.Create(c => c.Length(5).Alphabet(CodeAlphabet.Digits));
        var error = Assert.Throws<ArgumentException>(() => new PermutedCodes(small, Secret));
        Assert.Contains("100000 codes", error.Message, StringComparison.Ordinal);
    }
}
