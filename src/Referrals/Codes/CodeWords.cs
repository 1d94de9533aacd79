using System.Collections.Immutable;
using Referrals.Codes.Folding;
using Referrals.Codes.Screening;

namespace Referrals.Codes;

/// <summary>
/// Words that no code contains: offensive ones of several languages, and those that the host adds. A word is also found
/// when it is written with characters that look like its own (<c>0</c> for O, <c>5</c> for S, <c>V</c> for U).
/// </summary>
/// <remarks>Immutable; equality is by the words.</remarks>
public sealed class CodeWords : IEquatable<CodeWords>
{
    private const int MinLength = 3;

    private readonly Lazy<WordAutomaton> _automaton;

    private CodeWords(bool includesDefault, ImmutableSortedSet<string> own)
    {
        IncludesDefault = includesDefault;
        Own = own;
        _automaton = new Lazy<WordAutomaton>(() => new WordAutomaton(All));
    }

    /// <summary>The list that comes with the library.</summary>
    public static CodeWords Default { get; } = new(true, ImmutableSortedSet.Create<string>(StringComparer.Ordinal));

    /// <summary>No words at all: every code can come out.</summary>
    public static CodeWords None { get; } = new(false, ImmutableSortedSet.Create<string>(StringComparer.Ordinal));

    /// <summary>Whether the list that comes with the library is in force.</summary>
    public bool IncludesDefault { get; }

    /// <summary>The words that the host has added, in capital letters and ordinal order.</summary>
    public ImmutableSortedSet<string> Own { get; }

    internal IEnumerable<ListedWord> All =>
        Own.Select(word => new ListedWord(word, IsAnywhere: true)).Concat(IncludesDefault ? ListedWords.All : []);

    internal WordAutomaton Automaton => _automaton.Value;

    /// <summary>These words and more.</summary>
    /// <param name="words">Each of 3 to 20 characters out of <c>A-Z 0-9</c>; lower case is taken as upper case.</param>
    /// <exception cref="ArgumentException">A word is shorter, longer, or has other characters.</exception>
    public CodeWords With(params IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return new CodeWords(IncludesDefault, Own.Union(words.Select(Checked)));
    }

    /// <summary>
    /// Whether a chosen code has a listed word: one that counts anywhere, or one that also is part of innocent words
    /// and stands here between digits or ends.
    /// </summary>
    internal bool OffendIn(ReadOnlySpan<byte> symbols)
    {
        var automaton = Automaton;
        var state = WordAutomaton.Start;
        for (var i = 0; i < symbols.Length; i++)
        {
            state = automaton.Step(state, symbols[i]);
            var before = i - automaton.LongestHit(state);
            var isAlone = IsBorder(symbols, before) && IsBorder(symbols, i + 1);
            if (automaton.IsHit(state) && (automaton.IsHitAnywhere(state) || isAlone))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsBorder(ReadOnlySpan<byte> symbols, int place) =>
        place < 0 || place >= symbols.Length || Symbol.IsDigit(symbols[place]);

    private static string Checked(string word) =>
        word is { Length: >= MinLength and <= ReferralCode.MaxLength } && word.All(char.IsAsciiLetterOrDigit)
            ? word.ToUpperInvariant()
            : throw new ArgumentException(
                $"A listed word takes {MinLength} to {ReferralCode.MaxLength} characters out of A-Z and 0-9, and "
                + $"'{word}' does not. Write it without accents.",
                nameof(word));

    /// <inheritdoc/>
    public bool Equals(CodeWords? other) =>
        other is not null && IncludesDefault == other.IncludesDefault && Own.SetEquals(other.Own);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CodeWords);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        Own.Aggregate(IncludesDefault ? 1 : 0, (hash, word) => HashCode.Combine(hash, word.GetHashCode(StringComparison.Ordinal)));
}
