using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Referrals.Codes;

/// <summary>
/// Turns a running number into a code and back, with a secret: no two numbers give the same code, and who knows many
/// codes still cannot tell the next one. For applications that have a number already, such as a customer's, and want no
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

/// <summary>
/// A secret permutation of the numbers below radix^length: the format-preserving encryption FF1 of NIST SP 800-38G
/// (2016), a Feistel network of ten rounds over AES. Step numbers below are those of its Algorithm 7.
/// </summary>
/// <remarks>Half of the numerals must fit into 64 bits. Safe for several threads.</remarks>
internal sealed class Ff1
{
    private const int Rounds = 10;
    private const int Block = 16;

    private readonly Lock _lock = new();
    private readonly ICryptoTransform _cipher;
    private readonly byte[] _chain = new byte[Block];
    private readonly byte[] _tweak;
    private readonly byte[] _firstBlock;
    private readonly ulong _leftModulus;
    private readonly ulong _rightModulus;
    private readonly int _halfBytes;

    internal Ff1(byte[] key, int radix, int length, byte[] tweak)
    {
        var left = length / 2;                                             // step 1
        _leftModulus = Power(radix, left);
        _rightModulus = Power(radix, length - left);
        _halfBytes = (64 - (int)ulong.LeadingZeroCount(_rightModulus - 1) + 7) / 8;   // step 3
        _tweak = tweak;
        using var aes = Aes.Create();
        (aes.Mode, aes.Padding, aes.Key) = (CipherMode.ECB, PaddingMode.None, key);
        _cipher = aes.CreateEncryptor();
        _firstBlock = FirstBlock(radix, length, left, tweak.Length);
        Encipher(_firstBlock);
    }

    internal UInt128 Encrypt(UInt128 plain)
    {
        var (a, b) = ((ulong)(plain / _rightModulus), (ulong)(plain % _rightModulus));
        for (var round = 0; round < Rounds; round++)                       // step 6
        {
            var modulus = Modulus(round);
            var c = (ulong)(((UInt128)a + Pseudorandom(round, b) % modulus) % modulus);
            (a, b) = (b, c);
        }

        return (UInt128)a * _rightModulus + b;                             // step 7
    }

    internal UInt128 Decrypt(UInt128 cipher)
    {
        var (a, b) = ((ulong)(cipher / _rightModulus), (ulong)(cipher % _rightModulus));
        for (var round = Rounds - 1; round >= 0; round--)
        {
            var modulus = Modulus(round);
            var c = (ulong)(((UInt128)b + modulus - Pseudorandom(round, a) % modulus) % modulus);
            (a, b) = (c, a);
        }

        return (UInt128)a * _rightModulus + b;
    }

    private ulong Modulus(int round) => round % 2 == 0 ? _leftModulus : _rightModulus;

    /// <summary>Steps 6.i to 6.iv: the number y, of at most twelve bytes.</summary>
    private UInt128 Pseudorandom(int round, ulong half)
    {
        var padding = (Block - (_tweak.Length + _halfBytes + 1) % Block) % Block;
        Span<byte> message = stackalloc byte[_tweak.Length + padding + 1 + _halfBytes];
        message.Clear();
        _tweak.CopyTo(message);
        message[_tweak.Length + padding] = (byte)round;
        for (var i = 1; i <= _halfBytes; i++, half >>= 8)
        {
            message[^i] = (byte)(half & 0xFF);
        }

        var taken = 4 * ((_halfBytes + 3) / 4) + 4;                        // step 4
        return Chain(message) >> (8 * (Block - taken));
    }

    /// <summary>Step 5.</summary>
    private static byte[] FirstBlock(int radix, int length, int left, int tweakLength)
    {
        var block = new byte[Block];
        (block[0], block[1], block[2], block[6], block[7]) = (1, 2, 1, 10, (byte)left);
        block[4] = (byte)(radix >> 8);
        block[5] = (byte)(radix & 0xFF);
        BinaryPrimitives.WriteInt32BigEndian(block.AsSpan(8), length);
        BinaryPrimitives.WriteInt32BigEndian(block.AsSpan(12), tweakLength);
        return block;
    }

    /// <summary>CBC-MAC, as Algorithm 6 (PRF) has it, of the first block and a message of whole blocks.</summary>
    private UInt128 Chain(ReadOnlySpan<byte> message)
    {
        lock (_lock)
        {
            _firstBlock.CopyTo(_chain, 0);
            for (; !message.IsEmpty; message = message[Block..])
            {
                for (var i = 0; i < Block; i++)
                {
                    _chain[i] ^= message[i];
                }

                Encipher(_chain);
            }

            return BinaryPrimitives.ReadUInt128BigEndian(_chain);
        }
    }

    private void Encipher(byte[] block) => _ = _cipher.TransformBlock(block, 0, Block, block, 0);

    private static ulong Power(int radix, int exponent)
    {
        var power = 1UL;
        for (var i = 0; i < exponent; i++)
        {
            power *= (ulong)radix;
        }

        return power;
    }
}
