using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Text.Json.Serialization;

namespace Referrals.Codes;

/// <summary>
/// A referral code in its one canonical form: capital letters and digits, without separators. What people type becomes
/// a code through <see cref="CodeFormat.Parse"/>; how a code is shown is said by <see cref="CodeFormat.Format"/>.
/// </summary>
/// <remarks>
/// 1 to 20 characters out of <c>A-Z 0-9</c>, prefix, suffix and check character included. The characters are kept
/// inside the value, six bits each, so that making, comparing and reading codes allocates nothing; only
/// <see cref="Value"/> and <see cref="ToString"/> make a string. <c>default</c> is not a valid code: every entry point
/// refuses it.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<ReferralCode>))]
public readonly record struct ReferralCode : IIdText<ReferralCode>
{
    /// <summary>The most characters a code can have: 20.</summary>
    public const int MaxLength = 2 * PerWord;

    private const int PerWord = 10;
    private const int Bits = 6;

    private readonly ulong _head;
    private readonly ulong _tail;

    private ReferralCode(ulong head, ulong tail)
    {
        _head = head;
        _tail = tail;
    }

    /// <summary>The canonical text. It is made anew at each call.</summary>
    /// <exception cref="InvalidOperationException">The code is <c>default</c>.</exception>
    public string Value => IsDefault ? throw IdText.DefaultUsed(nameof(ReferralCode)) : ToString();

    /// <summary>Whether this is <c>default</c>, which stands for no code at all.</summary>
    public bool IsDefault => _head == 0;

    /// <summary>How many characters the canonical text has: 1 to 20, or 0 for <c>default</c>.</summary>
    public int Length => CountIn(_head) + CountIn(_tail);

    /// <summary>Makes a code from its canonical text, such as one that was stored.</summary>
    /// <exception cref="ArgumentException">The text is not canonical.</exception>
    public static ReferralCode From(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return TryFrom(value, out var code)
            ? code
            : throw new ArgumentException(
                $"A stored code requires 1 to {MaxLength} characters out of A-Z and 0-9, and this text of {value.Length} characters "
                + "does not. Read what people type with CodeFormat.Parse.",
                nameof(value));
    }

    /// <summary>
    /// Makes a code from its canonical text, or answers <c>false</c> where the text is not canonical.
    /// </summary>
    public static bool TryFrom([NotNullWhen(true)] string? value, out ReferralCode code)
    {
        code = default;
        if (string.IsNullOrEmpty(value) || value.Length > MaxLength)
        {
            return false;
        }

        var packer = new Packer();
        foreach (var c in value)
        {
            if (!char.IsAsciiDigit(c) && !char.IsAsciiLetterUpper(c))
            {
                return false;
            }

            packer.Append(Symbol.Of(c));
        }

        code = packer.ToCode();
        return true;
    }

    /// <summary>Writes the canonical text without making a string.</summary>
    /// <returns><c>false</c>, with nothing written, where the destination has fewer than <see cref="Length"/>
    /// places.</returns>
    public bool TryFormat(Span<char> destination, out int charsWritten)
    {
        var length = Length;
        var fits = length <= destination.Length;
        charsWritten = fits ? length : 0;
        var word = _head;
        for (var i = 0; i < charsWritten; i++)
        {
            word = i == PerWord ? _tail : word;
            destination[i] = Symbol.ToChar((int)((word >> (Bits * (PerWord - 1))) & 63) - 1);
            word <<= Bits;
        }

        return fits;
    }

    /// <summary>The canonical text, which <see cref="From"/> accepts; empty for <c>default</c>.</summary>
    public override string ToString() =>
        string.Create(Length, this, static (text, code) => code.TryFormat(text, out _));

    /// <summary>A hash of the whole code.</summary>
    public override int GetHashCode() => HashCode.Combine(_head, _tail);

    /// <summary>The symbol at a place, 0 to 35.</summary>
    internal int this[int index] => index < PerWord
        ? (int)((_head >> (Bits * (PerWord - 1 - index))) & 63) - 1
        : (int)((_tail >> (Bits * (2 * PerWord - 1 - index))) & 63) - 1;

    /// <summary>All of the code in one word where it has at most ten characters, else a mixture of it.</summary>
    internal ulong Mix => unchecked((_head ^ BitOperations.RotateLeft(_tail, 31)) * 0x9E37_79B9_7F4A_7C15);

    private static int CountIn(ulong word) =>
        word == 0 ? 0 : PerWord - BitOperations.TrailingZeroCount(word) / Bits;

    /// <summary>Puts a code together, symbol by symbol.</summary>
    internal struct Packer
    {
        private ulong _head;
        private ulong _tail;
        private int _count;

        internal void Append(int symbol)
        {
            if (_count < PerWord)
            {
                _head = (_head << Bits) | (uint)(symbol + 1);
            }
            else
            {
                _tail = (_tail << Bits) | (uint)(symbol + 1);
            }

            _count++;
        }

        internal readonly ReferralCode ToCode() => _count <= PerWord
            ? new ReferralCode(_head << (Bits * (PerWord - _count)), 0)
            : new ReferralCode(_head, _tail << (Bits * (2 * PerWord - _count)));
    }
}
