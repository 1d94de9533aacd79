namespace Referrals.Codes;

/// <summary>Says what the codes of a program look like; used inside <see cref="CodeFormat.Create"/>.</summary>
public sealed class CodeFormatBuilder
{
    private const int DefaultLength = 8;

    private readonly List<int> _groups = [];
    private CodeAlphabet _alphabet = CodeAlphabet.Crockford;
    private CodeWords _words = CodeWords.Default;
    private string? _pattern;
    private string _prefix = string.Empty;
    private string _suffix = string.Empty;
    private string _separator = "-";
    private int? _length;
    private bool _check;
    private bool _lowerCase;

    internal CodeFormatBuilder()
    {
    }

    /// <summary>
    /// How many characters are free: 4 to 20, check character, prefix and suffix not counted. Default 8.
    /// </summary>
    public CodeFormatBuilder Length(int characters)
    {
        _length = characters;
        return this;
    }

    /// <summary>The characters that codes are made of. Default <see cref="CodeAlphabet.Crockford"/>.</summary>
    public CodeFormatBuilder Alphabet(CodeAlphabet alphabet)
    {
        ArgumentNullException.ThrowIfNull(alphabet);
        _alphabet = alphabet;
        return this;
    }

    /// <summary>
    /// How many characters each group has as the code is shown, the check character included. Default: threes and
    /// fours.
    /// </summary>
    public CodeFormatBuilder Groups(params ReadOnlySpan<int> sizes)
    {
        _groups.Clear();
        _groups.AddRange(sizes);
        return this;
    }

    /// <summary>What stands between groups: one of <c>- . _ / :</c>, a space, or nothing. Default <c>-</c>.</summary>
    public CodeFormatBuilder Separator(string separator)
    {
        ArgumentNullException.ThrowIfNull(separator);
        _separator = separator;
        return this;
    }

    /// <summary>
    /// The layout as a pattern, instead of length, groups and separator: <c>*</c> any character of the alphabet,
    /// <c>#</c> a digit of it, <c>@</c> a letter of it, <c>+</c> the check character at the end. For example
    /// <c>##-****-##</c>.
    /// </summary>
    public CodeFormatBuilder Pattern(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        _pattern = pattern;
        return this;
    }

    /// <summary>
    /// What every code begins with, such as <c>SPRING-</c>. Separators in it are shown and not counted.
    /// </summary>
    public CodeFormatBuilder Prefix(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        _prefix = prefix;
        return this;
    }

    /// <summary>What every code ends with, such as <c>-26</c>. Separators in it are shown and not counted.</summary>
    public CodeFormatBuilder Suffix(string suffix)
    {
        ArgumentNullException.ThrowIfNull(suffix);
        _suffix = suffix;
        return this;
    }

    /// <summary>
    /// Adds one character by which every wrong character and every swap of two neighbours is noticed, before any
    /// look-up.
    /// </summary>
    public CodeFormatBuilder WithCheckCharacter()
    {
        _check = true;
        return this;
    }

    /// <summary>Shows codes in lower case. Reading takes both always.</summary>
    public CodeFormatBuilder InLowerCase()
    {
        _lowerCase = true;
        return this;
    }

    /// <summary>The words that no generated code contains. Default <see cref="CodeWords.Default"/>.</summary>
    public CodeFormatBuilder Without(CodeWords words)
    {
        ArgumentNullException.ThrowIfNull(words);
        _words = words;
        return this;
    }

    /// <summary>What is wrong with the format, one sentence each.</summary>
    internal IEnumerable<string> Faults()
    {
        var layoutFaults = _pattern is null ? LengthFaults() : PatternFaults();
        return layoutFaults.Concat(AffixFaults("prefix", _prefix)).Concat(AffixFaults("suffix", _suffix)).Concat(TotalFaults());
    }

    internal CodeFormat Build() => new(_alphabet, FinalPattern(), _prefix, _suffix, _words, _lowerCase);

    private IEnumerable<string> LengthFaults()
    {
        var length = _length ?? DefaultLength;
        if (length is < PatternText.MinDrawn or > ReferralCode.MaxLength)
        {
            yield return $"A code takes {PatternText.MinDrawn} to {ReferralCode.MaxLength} free characters, not {length}.";
        }

        var total = length + (_check ? 1 : 0);
        if (_groups.Count > 0 && (_groups.Any(size => size < 1) || _groups.Sum() != total))
        {
            yield return $"Groups of {string.Join(", ", _groups)} characters do not add up to the {total} characters of the code"
                + $"{(_check ? ", check character included" : string.Empty)}.";
        }

        if (_separator.Length > 1 || (_separator.Length == 1 && !PatternText.IsSeparator(_separator[0])))
        {
            yield return $"'{_separator}' is not a valid separator; take one of '{PatternText.Separators}' or nothing.";
        }
    }

    private IEnumerable<string> PatternFaults()
    {
        var faults = PatternText.Faults(FinalPattern(), _alphabet.Symbols);
        return _length is null && _groups.Count == 0
            ? faults
            : faults.Append("A format takes either a pattern, or length and groups, not both.");
    }

    private static IEnumerable<string> AffixFaults(string what, string text)
    {
        if (text.Any(c => !char.IsAsciiLetterOrDigit(c) && !PatternText.IsSeparator(c)))
        {
            yield return $"The {what} '{text}' takes only A-Z, 0-9 and the separators '{PatternText.Separators}'.";
        }
    }

    private IEnumerable<string> TotalFaults()
    {
        var pattern = _pattern is null ? null : FinalPattern();
        var body = pattern?.Count(PatternText.IsSymbol) ?? (_length ?? DefaultLength) + (_check ? 1 : 0);
        var total = body + _prefix.Count(char.IsAsciiLetterOrDigit) + _suffix.Count(char.IsAsciiLetterOrDigit);
        if (total > ReferralCode.MaxLength)
        {
            yield return $"The code would have {total} characters, prefix, suffix and check character included; "
                + $"it takes at most {ReferralCode.MaxLength}.";
        }
    }

    private string FinalPattern()
    {
        if (_pattern is not null)
        {
            var hasCheck = _pattern.Contains(PatternText.Check, StringComparison.Ordinal);
            return _check && !hasCheck ? _pattern + PatternText.Check : _pattern;
        }

        var length = _length ?? DefaultLength;
        var groups = _groups.Count > 0 ? _groups : PatternText.UsualGroups(length + (_check ? 1 : 0));
        return PatternText.Grouped(length, _check, groups, _separator);
    }
}
