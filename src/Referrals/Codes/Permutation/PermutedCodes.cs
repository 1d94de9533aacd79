using System.Security.Cryptography;
using System.Text;

namespace Referrals.Codes.Permutation;

/// <summary>
/// Turns a running number into a code and back, with a secret: no two numbers give the same code, and who knows many
/// codes still cannot tell the next one. For hosts that have a number already, such as a customer's, and want no
/// look-up.
/// </summary>
/// <remarks>
/// <para>
/// FF1 of NIST SP 800-38G over as many bits as the format needs, walked until the result is within the format (J. Black
/// and P. Rogaway, "Ciphers with Arbitrary Finite Domains", CT-RSA 2002), which takes less than two steps in the mean.
/// The key is derived with HKDF (RFC 5869) from the secret and the format's alphabet and pattern, so one secret serves
/// several formats.
/// </para>
/// <para>
/// Safe for several threads. Keep the secret as long as codes are in use: with another one, every number gets another
/// code.
/// </para>
/// </remarks>
public sealed class PermutedCodes
{
    /// <summary>The fewest bytes that a secret can have: 16.</summary>
    public const int MinSecretLength = 16;

    /// <summary>SP 800-38G Revision 1 asks for at least a million numbers; 20 bits are as many.</summary>
    private const int MinBits = 20;

    private readonly CodeFormat _format;
    private readonly Ff1 _permutation;

    /// <summary>The codes of a format under a secret.</summary>
    /// <param name="format">What the codes look like; of at least 2^20 codes, such as four characters of Crockford's
    /// alphabet.</param>
    /// <param name="secret">At least 16 bytes that nobody can guess, the same ones each time.</param>
    /// <exception cref="ArgumentException">The format has too few codes, or the secret too few bytes.</exception>
    public PermutedCodes(CodeFormat format, ReadOnlySpan<byte> secret)
    {
        ArgumentNullException.ThrowIfNull(format);
        if (secret.Length < MinSecretLength)
        {
            throw new ArgumentException(
                $"A secret takes at least {MinSecretLength} bytes, and this has {secret.Length}.", nameof(secret));
        }

        if (format.Capacity < 1 << MinBits)
        {
            throw new ArgumentException(
                $"The format '{format}' has {format.Capacity} codes, and a permutation is safe from {1 << MinBits} on. "
                + "Use longer codes.",
                nameof(format));
        }

        _format = format;
        var bits = 128 - (int)UInt128.LeadingZeroCount(format.Capacity - 1);
        var key = new byte[32];
        var purpose = Encoding.ASCII.GetBytes($"referral codes {format.Alphabet} {format.Pattern}");
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, key, salt: [], info: purpose);
        _permutation = new Ff1(key, radix: 2, bits, tweak: []);
    }

    /// <summary>The code of a number.</summary>
    /// <param name="number">From 0; below <see cref="CodeFormat.Capacity"/> of the format.</param>
    /// <param name="code">The code; <c>default</c> where it would contain a listed word.</param>
    /// <returns><c>false</c> where the code would contain a listed word: take the next number then.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative, or the format has no such many
    /// codes.</exception>
    public bool TryGetCode(long number, out ReferralCode code)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        if ((UInt128)number >= _format.Capacity)
        {
            throw new ArgumentOutOfRangeException(
                nameof(number),
                number,
                $"The format '{_format}' has {_format.Capacity} codes, for numbers from 0. Use longer codes.");
        }

        var rank = (UInt128)number;
        do
        {
            rank = _permutation.Encrypt(rank);
        }
        while (rank >= _format.Capacity);

        Span<byte> indexes = stackalloc byte[ReferralCode.MaxLength];
        indexes = indexes[.._format.Layout.Count];
        _format.Layout.Unrank(rank, indexes);
        var clean = _format.Screen.IsClean(indexes);
        code = clean ? _format.Pack(indexes) : default;
        return clean;
    }

    /// <summary>The number that a code was made from.</summary>
    /// <param name="code">A code out of <see cref="CodeFormat.Parse"/>.</param>
    /// <param name="number">The number; 0 where there is none.</param>
    /// <returns>
    /// <c>false</c> where the text is no code of the format, or where its number is none that a <see cref="long"/> can
    /// have. A code that was never given out has a number too: whether it was reached is for the caller to say.
    /// </returns>
    public bool TryGetNumber(ReferralCode code, out long number)
    {
        number = 0;
        Span<byte> indexes = stackalloc byte[ReferralCode.MaxLength];
        indexes = indexes[.._format.Layout.Count];
        if (code.IsDefault || !_format.TryUnpack(code, indexes))
        {
            return false;
        }

        var rank = _format.Layout.Rank(indexes[.._format.Layout.Drawn]);
        do
        {
            rank = _permutation.Decrypt(rank);
        }
        while (rank >= _format.Capacity);

        var fits = rank <= long.MaxValue;
        number = fits ? (long)rank : 0;
        return fits;
    }
}
