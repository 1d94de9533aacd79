using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Referrals.Codes.Permutation;

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
