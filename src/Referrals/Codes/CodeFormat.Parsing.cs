using Referrals.Explanations;

namespace Referrals.Codes;

public sealed partial class CodeFormat
{
    /// <summary>
    /// Reads what somebody typed, pasted or said: in any case, with any separators, in full-width or look-alike
    /// characters, with or without prefix and suffix. Allocates nothing and takes the same short time for a megabyte of
    /// text.
    /// </summary>
    public CodeParse Parse(ReadOnlySpan<char> text) =>
        text.Length > TypedText.MaxLength ? CodeParse.Failed(CodeFault.TooLong)
        : TryParseAtOnce(text, out var code) ? CodeParse.Of(code)
        : ParseInSteps(text);

    /// <summary>
    /// The usual case in one pass: ASCII, no prefix and no suffix, nothing wrong. What it does not understand is left
    /// to <see cref="ParseInSteps"/>.
    /// </summary>
    private bool TryParseAtOnce(ReadOnlySpan<char> text, out ReferralCode code)
    {
        var layout = Layout;
        var typed = layout.Typed;
        var symbols = Alphabet.Symbols;
        var packer = default(ReferralCode.Packer);
        var (count, product, row) = (0, 0, 0);
        foreach (var c in text)
        {
            var index = c < CodeLayout.Ascii ? typed[count * CodeLayout.Ascii + c] : TypedText.Foreign;
            if (index < symbols.Length)
            {
                product = layout.Multiply(product, row, index);
                packer.Append(symbols[index]);
                row += symbols.Length;
                count++;
            }
            else if (index == TypedText.Foreign)
            {
                code = default;
                return false;
            }
        }

        var isWhole = count == CodeLength && product == 0;
        code = isWhole ? packer.ToCode() : default;
        return isWhole;
    }

    private CodeParse ParseInSteps(ReadOnlySpan<char> text)
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
        var wrong = Layout.Fold(body);
        return wrong >= 0 ? CodeParse.Failed(CodeFault.WrongCharacter, PositionOf(start + wrong, text))
            : Layout.IsChecked(body) ? CodeParse.Of(Pack(body)) : CodeParse.Failed(CodeFault.CheckFailed);
    }

    /// <summary>The code whose body has these alphabet indexes, the check character included.</summary>
    internal ReferralCode Pack(ReadOnlySpan<byte> indexes)
    {
        var packer = _packedPrefix;
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
            indexes[i] = (byte)code[_prefix.Length + i];
        }

        return Layout.Fold(indexes) < 0 && Layout.IsChecked(indexes) && Pack(indexes) == code;
    }

    /// <summary>
    /// The code with this body of symbols, which need not be folded yet; <c>default</c> where there is none.
    /// </summary>
    internal ReferralCode FromSymbols(byte[] body)
    {
        byte[] indexes = [.. body];
        var isCode = indexes.Length == Layout.Count && Layout.Fold(indexes) < 0 && Layout.IsChecked(indexes);
        return isCode ? Pack(indexes) : default;
    }

    /// <summary>The typed symbols without the prefix and the suffix, if they have them.</summary>
    internal byte[] WithoutPrefixAndSuffix(byte[] typed)
    {
        if (typed.Length > _prefix.Length && Resemble(typed.AsSpan(0, _prefix.Length), _prefix))
        {
            typed = typed[_prefix.Length..];
        }

        var hasSuffix = typed.Length > Math.Max(_suffix.Length, Layout.Count)
            && Resemble(typed.AsSpan(typed.Length - _suffix.Length), _suffix);
        return hasSuffix ? typed[..^_suffix.Length] : typed;
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

/// <summary>What a typed text is: a code, or why it is none. <c>default</c> is no code.</summary>
public readonly record struct CodeParse
{
    private CodeParse(ReferralCode code, CodeFault fault, int position)
    {
        Code = code;
        Fault = fault;
        Position = position;
    }

    /// <summary>The code; <c>default</c> where the text is none.</summary>
    public ReferralCode Code { get; }

    /// <summary>Why the text is no code; <see cref="CodeFault.None"/> where it is one.</summary>
    public CodeFault Fault { get; }

    /// <summary>The index in the text, from 0, of the character that is wrong; -1 where no single one is.</summary>
    public int Position { get; }

    /// <summary>
    /// Whether the text is a code of the format. Whether that code was ever issued is another question.
    /// </summary>
    public bool IsValid => !Code.IsDefault;

    internal static CodeParse Of(ReferralCode code) => new(code, CodeFault.None, -1);

    internal static CodeParse Failed(CodeFault fault, int position = -1) => new(default, fault, position);

    /// <summary>The code, or a sentence for the person who typed.</summary>
    public override string ToString() => Description.ToString()!;

    /// <summary>The code, or what is wrong with the text.</summary>
    internal CheckValue Description => Fault switch
    {
        CodeFault.None => CheckValue.Text(Code.ToString()),
        CodeFault.WrongCharacter => Phrase.Of("value.code_fault.WrongCharacter", Position + 1),
        _ => Phrase.Of("value.code_fault." + Fault),
    };
}

/// <summary>Why a typed text is no code of a format.</summary>
public enum CodeFault
{
    /// <summary>It is one.</summary>
    None,

    /// <summary>Nothing was typed, or only separators.</summary>
    Empty,

    /// <summary>Characters are missing.</summary>
    TooShort,

    /// <summary>There are too many characters. A text of more than 128 is refused unread.</summary>
    TooLong,

    /// <summary>A character that no code of the format has at this place, nor one that looks like it.</summary>
    WrongCharacter,

    /// <summary>The prefix or the suffix is another one.</summary>
    WrongPrefix,

    /// <summary>The check character says that a character is wrong or that two were swapped.</summary>
    CheckFailed,

    /// <summary>A chosen code has no letter, so it could be taken for another number of the application.</summary>
    NoLetter,

    /// <summary>A chosen code contains a listed word.</summary>
    ListedWord,

    /// <summary>A chosen code is a reserved word, or looks like one.</summary>
    Reserved,

    /// <summary>
    /// A chosen code has as many characters as a generated one, so a typing error could turn one into the other.
    /// </summary>
    LikeGenerated,
}
