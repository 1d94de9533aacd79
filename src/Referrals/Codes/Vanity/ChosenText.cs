using System.Text;
using Referrals.Codes.Folding;

namespace Referrals.Codes.Vanity;

/// <summary>Reads a code that somebody chose: as typed text is read, and letters lose their accents.</summary>
internal static class ChosenText
{
    /// <summary>
    /// Letters that are no other letter with an accent, but are written so where there is no key for them.
    /// </summary>
    private const string Ligatures = "ß=SS æ=AE œ=OE ø=O ł=L đ=D ð=D þ=TH ħ=H ŧ=T";

    private static readonly Dictionary<char, string> Spellings =
        Ligatures.Split(' ').ToDictionary(pair => pair[0], pair => pair[2..]);

    internal static CodeParse Read(ReadOnlySpan<char> text, Span<byte> symbols, out int count)
    {
        count = 0;
        if (text.Length > TypedText.MaxLength)
        {
            return CodeParse.Failed(CodeFault.TooLong);
        }

        var packer = new ReferralCode.Packer();
        for (var i = 0; i < text.Length; i++)
        {
            foreach (var c in Spelling(text[i]))
            {
                var symbol = TypedText.Fold(c);
                if (symbol == TypedText.Foreign || (symbol < Symbol.Count && count == symbols.Length))
                {
                    return symbol == TypedText.Foreign
                        ? CodeParse.Failed(CodeFault.WrongCharacter, i)
                        : CodeParse.Failed(CodeFault.TooLong);
                }

                if (symbol < Symbol.Count)
                {
                    packer.Append(symbol);
                    symbols[count++] = (byte)symbol;
                }
            }
        }

        return count == 0 ? CodeParse.Failed(CodeFault.Empty) : CodeParse.Of(packer.ToCode());
    }

    private static string Spelling(char c)
    {
        if (c < 128 || !char.IsLetter(c))
        {
            return char.IsBetween(c, '\u0300', '\u036F') ? string.Empty : c.ToString();
        }

        return Spellings.TryGetValue(char.ToLowerInvariant(c), out var spelling)
            ? spelling
            : c.ToString().Normalize(NormalizationForm.FormD)[..1];
    }
}
