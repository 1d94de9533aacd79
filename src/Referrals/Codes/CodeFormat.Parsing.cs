using Referrals.Codes.Folding;

namespace Referrals.Codes;

public sealed partial class CodeFormat
{
    /// <summary>
    /// Reads what somebody typed, pasted or said: in any case, with any separators, in full-width or look-alike
    /// characters, with or without prefix and suffix. Allocates nothing and takes the same short time for a megabyte of text.
    /// </summary>
    public CodeParse Parse(ReadOnlySpan<char> text)
    {
        Span<byte> symbols = stackalloc byte[ReferralCode.MaxLength];
        var fault = Read(text, symbols, out var count);
        if (fault.Fault != CodeFault.None)
        {
            return fault;
        }

        var start = 0;
        if (count != Layout.Count)
        {
            start = _prefix.Length;
            fault = CheckSurroundings(symbols[..count]);
        }

        return fault.Fault == CodeFault.None ? ParseBody(symbols.Slice(start, Layout.Count), text, start) : fault;
    }

    private static CodeParse Read(ReadOnlySpan<char> text, Span<byte> symbols, out int count)
    {
        count = 0;
        if (text.Length > TypedText.MaxLength)
        {
            return CodeParse.Failed(CodeFault.TooLong);
        }

        for (var i = 0; i < text.Length; i++)
        {
            var symbol = TypedText.Fold(text[i]);
            if (symbol < Symbol.Count)
            {
                if (count == symbols.Length)
                {
                    return CodeParse.Failed(CodeFault.TooLong);
                }

                symbols[count++] = (byte)symbol;
            }
            else if (symbol == TypedText.Foreign)
            {
                return CodeParse.Failed(CodeFault.WrongCharacter, i);
            }
        }

        return count == 0 ? CodeParse.Failed(CodeFault.Empty) : default;
    }

    private CodeParse CheckSurroundings(ReadOnlySpan<byte> symbols)
    {
        var hasPrefix = symbols.Length >= _prefix.Length && Resemble(symbols[.._prefix.Length], _prefix);
        var expected = hasPrefix ? CodeLength : Layout.Count;
        if (symbols.Length != expected)
        {
            return CodeParse.Failed(
                symbols.Length < expected ? CodeFault.TooShort
                : symbols.Length == CodeLength ? CodeFault.WrongPrefix
                : CodeFault.TooLong);
        }

        return Resemble(symbols[^_suffix.Length..], _suffix) ? default : CodeParse.Failed(CodeFault.WrongPrefix);
    }

    private CodeParse ParseBody(ReadOnlySpan<byte> body, ReadOnlySpan<char> text, int start)
    {
        Span<byte> indexes = stackalloc byte[ReferralCode.MaxLength];
        var layout = Layout;
        for (var i = 0; i < body.Length; i++)
        {
            var index = layout.Fold(i, body[i]);
            if (index == TypedText.Foreign)
            {
                return CodeParse.Failed(CodeFault.WrongCharacter, PositionOf(start + i, text));
            }

            indexes[i] = (byte)index;
        }

        return layout.HasCheck && layout.CheckOf(indexes[..layout.Drawn]) != indexes[layout.Drawn]
            ? CodeParse.Failed(CodeFault.CheckFailed)
            : CodeParse.Of(Pack(indexes[..body.Length]));
    }

    /// <summary>The code whose body has these alphabet indexes, the check character included.</summary>
    internal ReferralCode Pack(ReadOnlySpan<byte> indexes)
    {
        var packer = new ReferralCode.Packer();
        foreach (var symbol in _prefix)
        {
            packer.Append(symbol);
        }

        var symbols = Alphabet.Symbols;
        foreach (var index in indexes)
        {
            packer.Append(symbols[index]);
        }

        foreach (var symbol in _suffix)
        {
            packer.Append(symbol);
        }

        return packer.ToCode();
    }

    private static bool Resemble(ReadOnlySpan<byte> typed, ReadOnlySpan<byte> expected)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            if (!LookAlikes.AreTwins(typed[i], expected[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static int PositionOf(int ordinal, ReadOnlySpan<char> text)
    {
        var position = 0;
        while (TypedText.Fold(text[position]) >= Symbol.Count || ordinal-- > 0)
        {
            position++;
        }

        return position;
    }
}
