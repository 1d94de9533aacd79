using Referrals.Codes.Folding;

namespace Referrals.Codes;

public sealed partial class CodeFormat
{
    /// <summary>
    /// Reads what somebody typed, pasted or said: in any case, with any separators, in full-width or look-alike
    /// characters, with or without prefix and suffix. Allocates nothing and takes the same short time for a megabyte of text.
    /// </summary>
    public CodeParse Parse(ReadOnlySpan<char> text) =>
        text.Length > TypedText.MaxLength ? CodeParse.Failed(CodeFault.TooLong) : ParseBounded(text);

    private CodeParse ParseBounded(ReadOnlySpan<char> text)
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

    /// <summary>Turns symbols into alphabet indexes in place, and these into a code.</summary>
    private CodeParse ParseBody(Span<byte> body, ReadOnlySpan<char> text, int start)
    {
        var layout = Layout;
        for (var i = 0; i < body.Length; i++)
        {
            var index = layout.Fold(i, body[i]);
            if (index == TypedText.Foreign)
            {
                return CodeParse.Failed(CodeFault.WrongCharacter, PositionOf(start + i, text));
            }

            body[i] = (byte)index;
        }

        return layout.IsChecked(body) ? CodeParse.Of(Pack(body)) : CodeParse.Failed(CodeFault.CheckFailed);
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

    /// <summary>The alphabet indexes of a code's body, or <c>false</c> where it is no code of this format.</summary>
    internal bool TryUnpack(ReferralCode code, Span<byte> indexes)
    {
        if (code.Length != CodeLength)
        {
            return false;
        }

        for (var i = 0; i < indexes.Length; i++)
        {
            var symbol = code[_prefix.Length + i];
            var index = Layout.Fold(i, symbol);
            if (index == TypedText.Foreign || Alphabet.Symbols[index] != symbol)
            {
                return false;
            }

            indexes[i] = (byte)index;
        }

        return Layout.IsChecked(indexes) && Pack(indexes) == code;
    }

    /// <summary>The code with this body of symbols, which need not be folded yet; <c>default</c> where there is none.</summary>
    internal ReferralCode FromSymbols(byte[] body)
    {
        Span<byte> indexes = stackalloc byte[ReferralCode.MaxLength];
        if (body.Length != Layout.Count)
        {
            return default;
        }

        for (var i = 0; i < body.Length; i++)
        {
            indexes[i] = (byte)(body[i] < Symbol.Count ? Layout.Fold(i, body[i]) : TypedText.Foreign);
            if (indexes[i] == TypedText.Foreign)
            {
                return default;
            }
        }

        indexes = indexes[..body.Length];
        return Layout.IsChecked(indexes) ? Pack(indexes) : default;
    }

    /// <summary>The typed symbols without the prefix and the suffix, if they have them.</summary>
    internal byte[] WithoutPrefixAndSuffix(byte[] typed)
    {
        if (typed.Length > _prefix.Length && Resemble(typed.AsSpan(0, _prefix.Length), _prefix))
        {
            typed = typed[_prefix.Length..];
        }

        return typed.Length > _suffix.Length && typed.Length > Layout.Count && Resemble(typed.AsSpan(typed.Length - _suffix.Length), _suffix)
            ? typed[..^_suffix.Length]
            : typed;
    }

    private static bool Resemble(ReadOnlySpan<byte> typed, ReadOnlySpan<byte> expected)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            if (typed[i] >= Symbol.Count || !LookAlikes.AreTwins(typed[i], expected[i]))
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
