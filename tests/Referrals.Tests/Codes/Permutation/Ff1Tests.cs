using Referrals.Codes;

namespace Referrals.Tests.Codes.Permutation;

/// <summary>The nine samples that NIST publishes for FF1 (Examples with Intermediate Values, "FF1samples").</summary>
public class Ff1Tests
{
    private const string Key256 = "2B7E151628AED2A6ABF7158809CF4F3CEF4359D8D580AA4F7F036D6F04FC6A94";
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";

    [Theory]
    [InlineData(16, 10, "", "0123456789", "2433477484")]
    [InlineData(16, 10, "39383736353433323130", "0123456789", "6124200773")]
    [InlineData(16, 36, "3737373770717273373737", "0123456789abcdefghi", "a9tv40mll9kdu509eum")]
    [InlineData(24, 10, "", "0123456789", "2830668132")]
    [InlineData(24, 10, "39383736353433323130", "0123456789", "2496655549")]
    [InlineData(24, 36, "3737373770717273373737", "0123456789abcdefghi", "xbj3kv35jrawxv32ysr")]
    [InlineData(32, 10, "", "0123456789", "6657667009")]
    [InlineData(32, 10, "39383736353433323130", "0123456789", "1001623463")]
    [InlineData(32, 36, "3737373770717273373737", "0123456789abcdefghi", "xs8a0azh2avyalyzuwd")]
    public void Samples_of_NIST_are_met(int keyBytes, int radix, string tweak, string plain, string cipher)
    {
        var key = Convert.FromHexString(Key256)[..keyBytes];
        var permutation = new Ff1(key, radix, plain.Length, Convert.FromHexString(tweak));

        Assert.Equal(Number(cipher, radix), permutation.Encrypt(Number(plain, radix)));
        Assert.Equal(Number(plain, radix), permutation.Decrypt(Number(cipher, radix)));
    }

    private static UInt128 Number(string numerals, int radix) =>
        numerals.Aggregate(UInt128.Zero, (number, c) => number * (uint)radix + (uint)Digits.IndexOf(c, StringComparison.Ordinal));
}
