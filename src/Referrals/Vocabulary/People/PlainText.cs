using System.Text;

namespace Referrals;

/// <summary>Texts whose form the host knows best: only what never matters is evened out.</summary>
internal static class PlainText
{
    private const int MaxLength = 512;

    /// <summary>The text without white space around it; <c>null</c> where there is none, or it cannot be one.</summary>
    internal static string? Opaque(string? text) => string.IsNullOrWhiteSpace(text) || text.Length > MaxLength || !IsWellFormed(text)
        ? null
        : text.Trim();

    /// <summary>The text in one case and one composition of characters, with single blanks for all white space.</summary>
    internal static string? Folded(string? text) => Opaque(text) is { } plain
        ? string.Join(' ', Fold(plain).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        : null;

    /// <summary>Compatible characters as one (NFKC), lower case. Lower case can be composed anew, so both are done twice.</summary>
    internal static string Fold(string text)
    {
        var once = text.Normalize(NormalizationForm.FormKC).ToLowerInvariant().Normalize(NormalizationForm.FormKC);
        return once.ToLowerInvariant().Normalize(NormalizationForm.FormKC);
    }

    /// <summary>Whether the text has no half of a surrogate pair, which has no normal form.</summary>
    internal static bool IsWellFormed(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar)
            {
                return false;
            }
        }

        return true;
    }
}
