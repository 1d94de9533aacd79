using Referrals.Codes.Folding;

namespace Referrals.Codes.Layouts;

/// <summary>The marks that a pattern is written with.</summary>
internal static class PatternText
{
    internal const char Any = '*';
    internal const char Digit = '#';
    internal const char Letter = '@';
    internal const char Check = '+';
    internal const string Separators = "- ._/:";

    internal const int MinDrawn = 4;

    internal static bool IsDrawn(char mark) => mark is Any or Digit or Letter;

    internal static bool IsSymbol(char mark) => IsDrawn(mark) || mark == Check;

    internal static bool IsSeparator(char mark) => Separators.Contains(mark, StringComparison.Ordinal);

    /// <summary>The alphabet indexes that a mark stands for.</summary>
    internal static byte[] Choices(char mark, byte[] alphabet) =>
    [
        .. Enumerable.Range(0, alphabet.Length)
            .Where(index => mark is Any or Check || Symbol.IsDigit(alphabet[index]) == (mark == Digit))
            .Select(index => (byte)index),
    ];

    /// <summary>
    /// The pattern of a number of symbols in groups that differ by one at most; the check character is the last.
    /// </summary>
    internal static string Grouped(int length, bool check, IReadOnlyList<int> groups, string separator)
    {
        var marks = new string(Any, length) + (check ? Check : string.Empty);
        var parts = new List<string>();
        var start = 0;
        foreach (var size in groups)
        {
            parts.Add(marks.Substring(start, size));
            start += size;
        }

        return string.Join(separator, parts);
    }

    /// <summary>
    /// Groups of three or four, which is what people keep in mind from one look to the next; the longer first.
    /// </summary>
    internal static IReadOnlyList<int> UsualGroups(int count)
    {
        var groups = count <= 5 ? 1 : (count + 3) / 4;
        return [.. Enumerable.Range(0, groups).Select(i => (count + groups - 1 - i) / groups)];
    }

    /// <summary>What is wrong with a pattern, one sentence each.</summary>
    internal static IEnumerable<string> Faults(string pattern, byte[] alphabet)
    {
        if (pattern.Any(mark => !IsSymbol(mark) && !IsSeparator(mark)))
        {
            yield return $"The pattern '{pattern}' takes only '*' (any character), '#' (digit), '@' (letter), '+' "
                + $"(check character) and the separators '{Separators}'.";
        }

        if (pattern.Count(IsDrawn) < MinDrawn)
        {
            yield return $"The pattern '{pattern}' has {pattern.Count(IsDrawn)} free characters; it takes at least {MinDrawn}.";
        }

        var symbols = pattern.Where(IsSymbol).ToArray();
        if (symbols.SkipLast(1).Contains(Check))
        {
            yield return $"The pattern '{pattern}' takes one check character '+', as the last of its characters.";
        }

        if (pattern.Length > 0 && (IsSeparator(pattern[0]) || IsSeparator(pattern[^1]))
            || pattern.Zip(pattern.Skip(1)).Any(pair => IsSeparator(pair.First) && IsSeparator(pair.Second)))
        {
            yield return $"The pattern '{pattern}' takes separators only between characters, one at a time.";
        }

        foreach (var mark in symbols.Where(mark => mark is Digit or Letter).Distinct())
        {
            if (Choices(mark, alphabet).Length == 0)
            {
                yield return $"The pattern '{pattern}' has '{mark}', and the alphabet has no character for it.";
            }
        }
    }
}
