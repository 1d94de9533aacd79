using System.Text.RegularExpressions;

namespace Referrals.Explanations;

/// <summary>
/// A text with places: <c>{0}</c> is an argument, <c>{0#day|days}</c> a form chosen by the number in place 0, <c>{0##st|th}</c> one by it as an
/// ordinal, <c>{@your friend|you}</c> what the referrer reads and what the friend reads.
/// </summary>
internal static partial class WordPattern
{
    internal static string Fill(
        string pattern, Func<int, string> argument, Func<int, bool, int> form, bool readsFriend) =>
        Place().Replace(pattern, match => match.Groups["reader"].Success
            ? match.Groups["reader"].Value.Split('|')[readsFriend ? 1 : 0]
            : Number(match) is var number && match.Groups["forms"].Success
                ? match.Groups["forms"].Value.Split('|') is var forms ? forms[Math.Clamp(form(number, match.Groups["ordinal"].Success), 0, forms.Length - 1)] : string.Empty
                : argument(number));

    /// <summary>What is wrong with a text; <c>null</c> for nothing.</summary>
    internal static string? Fault(string pattern) =>
        string.IsNullOrWhiteSpace(pattern) ? "it is empty"
        : Place().Replace(pattern, string.Empty).AsSpan().IndexOfAny('{', '}') >= 0 ? "it has a brace that belongs to no place"
        : Place().Matches(pattern).Any(static match => match.Groups["reader"].Success && match.Groups["reader"].Value.Count(static c => c == '|') != 1)
            ? "a place for the two readers has two texts, divided by one |"
            : null;

    /// <summary>The numbers of the arguments that a text shows.</summary>
    internal static IEnumerable<int> Places(string pattern) => Place().Matches(pattern)
        .Where(static match => !match.Groups["reader"].Success)
        .Select(Number).Distinct().Order();

    private static int Number(Match match) => match.Groups["number"].ValueSpan[0] - '0';

    [GeneratedRegex(@"\{(?:@(?<reader>[^{}]*)|(?<number>[0-9])(?:#(?<ordinal>#)?(?<forms>[^{}]*))?)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Place();
}
