using System.Text.RegularExpressions;

namespace Referrals.Reviewing;

/// <summary>
/// The reading ease of an English text by Rudolf Flesch, "A new readability yardstick", Journal of Applied Psychology 32 (1948), pages 221 to
/// 233: 206.835 - 1.015 x words per sentence - 84.6 x syllables per word. 60 to 70 is plain English, below 50 is difficult, below 30 very
/// difficult.
/// </summary>
/// <remarks>Syllables are counted by rule, not by a dictionary; figures and abbreviations count as one, as in Flesch's own directions.</remarks>
internal static partial class ReadingEase
{
    internal static double Of(IEnumerable<string> sentences)
    {
        var (words, syllables, count) = (0, 0, 0);
        foreach (var sentence in sentences)
        {
            var found = Word().Matches(sentence);
            if (found.Count > 0)
            {
                // A text may hold several sentences; one without a stop at its end is one too.
                count += Math.Max(1, Stop().Count(sentence));
                words += found.Count;
                syllables += found.Sum(static word => Syllables(word.Value));
            }
        }

        return count == 0 ? 100 : 206.835 - (1.015 * words / count) - (84.6 * syllables / words);
    }

    /// <summary>Groups of vowels, without a silent e or ed at the end; at least one.</summary>
    internal static int Syllables(string word)
    {
        var lower = word.ToLowerInvariant().Replace("'s", string.Empty, StringComparison.Ordinal);
        if (!lower.Any(char.IsLetter) || lower.Any(char.IsDigit) || (word.Length > 1 && word.All(char.IsUpper)))
        {
            return 1;
        }

        return Math.Max(1, Vowels().Count(Silent().Replace(lower, string.Empty)));
    }

    [GeneratedRegex(@"[\p{L}\p{N}]+(?:['’.,/-][\p{L}\p{N}]+)*")]
    private static partial Regex Word();

    [GeneratedRegex(@"[.!?;:](?=\s|$)")]
    private static partial Regex Stop();

    [GeneratedRegex("[aeiouy]+")]
    private static partial Regex Vowels();

    [GeneratedRegex("(?<![td])ed$|(?<!l)e$|(?<=[aeiouy]l)e$|(?<![cgszx]|[cs]h)es$", RegexOptions.None)]
    private static partial Regex Silent();
}
