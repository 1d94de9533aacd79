namespace Referrals.Codes;

/// <summary>What the codes of a program look like: how they are made, shown and read.</summary>
/// <example>
/// <code>
/// var format = CodeFormat.Create(c => c.Length(8).WithCheckCharacter());
/// var code = CodeGenerator.Next(format, CryptographicRandomness.Instance);
/// var shown = format.Format(code);            // K7M-2XQ-9TP
/// var parsed = format.Parse("k7m 2xq 9tp");   // the same code
/// </code>
/// </example>
/// <remarks>
/// Immutable; equality is by <see cref="Alphabet"/>, <see cref="Pattern"/>, <see cref="Prefix"/>, <see cref="Suffix"/>,
/// <see cref="Words"/> and <see cref="IsLowerCase"/>, which together are the whole format.
/// </remarks>
public sealed partial class CodeFormat : IEquatable<CodeFormat>
{
    private readonly byte[] _prefix;
    private readonly byte[] _suffix;
    private readonly ReferralCode.Packer _packedPrefix;
    private readonly Lazy<WordScreen> _screen;

    internal CodeFormat(
        CodeAlphabet alphabet, string pattern, string prefix, string suffix, CodeWords words, bool isLowerCase)
    {
        Alphabet = alphabet;
        Pattern = pattern;
        Prefix = prefix;
        Suffix = suffix;
        Words = words;
        IsLowerCase = isLowerCase;
        Layout = new CodeLayout(alphabet.Symbols, pattern);
        _prefix = SymbolsOf(prefix);
        _suffix = SymbolsOf(suffix);
        CodeLength = _prefix.Length + Layout.Count + _suffix.Length;
        foreach (var symbol in _prefix)
        {
            _packedPrefix.Append(symbol);
        }

        _screen = new Lazy<WordScreen>(() => new WordScreen(words.Automaton, _prefix, alphabet.Symbols, _suffix));
    }

    /// <summary>
    /// Eight characters of <see cref="CodeAlphabet.Crockford"/> and a check character, shown as three groups of three:
    /// 2^40 codes, about a million million.
    /// </summary>
    public static CodeFormat Default { get; } = Create(static format => format.Length(8).WithCheckCharacter());

    /// <summary>The characters that codes are made of.</summary>
    public CodeAlphabet Alphabet { get; }

    /// <summary>
    /// How a code is laid out, between prefix and suffix: <c>*</c> any character of the alphabet, <c>#</c> a digit of
    /// it, <c>@</c> a letter of it, <c>+</c> the check character, and the separators <c>- . _ / :</c> and space as they
    /// are.
    /// </summary>
    public string Pattern { get; }

    /// <summary>What every code begins with, as it is shown; empty for nothing.</summary>
    public string Prefix { get; }

    /// <summary>What every code ends with, as it is shown; empty for nothing.</summary>
    public string Suffix { get; }

    /// <summary>The words that no generated code contains.</summary>
    public CodeWords Words { get; }

    /// <summary>Whether codes are shown in lower case. Reading takes both always.</summary>
    public bool IsLowerCase { get; }

    /// <summary>How many characters are free, so without check character, prefix and suffix.</summary>
    public int Length => Layout.Drawn;

    /// <summary>Whether the last character before the suffix is a check character.</summary>
    public bool HasCheckCharacter => Layout.HasCheck;

    /// <summary>
    /// How many characters a code has in canonical form, prefix, suffix and check character included.
    /// </summary>
    public int CodeLength { get; }

    /// <summary>How many different codes the format has, those with a listed word included.</summary>
    public UInt128 Capacity => Layout.Capacity;

    /// <summary>How many bits of randomness are in a code: the logarithm of <see cref="Capacity"/> to base 2.</summary>
    public double EntropyBits => Math.Log2((double)Capacity);

    internal CodeLayout Layout { get; }

    internal WordScreen Screen => _screen.Value;

    /// <summary>
    /// Builds a format. What is not said is as in <see cref="Default"/>, except that there is no check character.
    /// </summary>
    /// <exception cref="ArgumentException">The format is impossible; the message says all that is wrong with
    /// it.</exception>
    public static CodeFormat Create(Action<CodeFormatBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var builder = new CodeFormatBuilder();
        configure(builder);
        var faults = builder.Faults().ToArray();
        return faults.Length == 0
            ? builder.Build()
            : throw new ArgumentException(string.Join(' ', faults), nameof(configure));
    }

    /// <summary>
    /// The code as it is shown to people: in groups, with prefix and suffix, in the case of the format.
    /// </summary>
    /// <remarks>A code that is not of this format, such as one that its owner chose, is shown as it is.</remarks>
    /// <exception cref="InvalidOperationException">The code is <c>default</c>.</exception>
    public string Format(ReferralCode code)
    {
        var canonical = code.Value;
        var shown = canonical.Length == CodeLength ? Lay(canonical) : canonical;
        return IsLowerCase ? shown.ToLowerInvariant() : shown;
    }

    /// <inheritdoc/>
    public bool Equals(CodeFormat? other) => other is not null && Alphabet.Equals(other.Alphabet) && Pattern == other.Pattern
        && Prefix == other.Prefix && Suffix == other.Suffix && Words.Equals(other.Words) && IsLowerCase == other.IsLowerCase;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CodeFormat);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Alphabet, Pattern, Prefix, Suffix, Words, IsLowerCase);

    /// <summary>The pattern between prefix and suffix, for logs.</summary>
    public override string ToString() => Prefix + Pattern + Suffix;

    internal static byte[] SymbolsOf(string text) =>
        [.. text.Where(char.IsAsciiLetterOrDigit).Select(c => (byte)Symbol.Of(char.ToUpperInvariant(c)))];

    private string Lay(string canonical)
    {
        var next = _prefix.Length;
        var body = string.Concat(Pattern.Select(mark => PatternText.IsSymbol(mark) ? canonical[next++] : mark));
        return Prefix.ToUpperInvariant() + body + Suffix.ToUpperInvariant();
    }
}

/// <summary>The characters that the codes of a format are made of.</summary>
/// <remarks>
/// 8 to 36 different characters out of <c>A-Z 0-9</c>; upper and lower case are the same character. Reading is lenient:
/// a character that the alphabet lacks is taken for the one it looks like, as long as the alphabet has just one of
/// those (<c>0O</c>, <c>1IL</c>, <c>2Z</c>, <c>5S</c>, <c>6G</c>, <c>8B</c>, <c>UV</c>). Characters of the alphabet are
/// always themselves, so two codes are never taken for one. Equality is by the characters and their order.
/// </remarks>
public sealed class CodeAlphabet : IEquatable<CodeAlphabet>
{
    /// <summary>The fewest characters an alphabet can have: 8.</summary>
    public const int MinSize = 8;

    private CodeAlphabet(string characters)
    {
        Characters = characters;
        Symbols = [.. characters.Select(c => (byte)Symbol.Of(c))];
    }

    /// <summary>
    /// <c>0123456789ABCDEFGHJKMNPQRSTVWXYZ</c>: Douglas Crockford's Base32, which leaves out I, L, O and U. 5 bits for
    /// each character. The default.
    /// </summary>
    public static CodeAlphabet Crockford { get; } = new("0123456789ABCDEFGHJKMNPQRSTVWXYZ");

    /// <summary>
    /// <c>23456789ACDEFHJKMNPRTVWXY</c>: no two of these 25 look alike, so a slip of the eye is always put right. 4.64
    /// bits for each character. Best for print and for reading aloud without a check character.
    /// </summary>
    public static CodeAlphabet Distinct { get; } = new("23456789ACDEFHJKMNPRTVWXY");

    /// <summary><c>0</c> to <c>9</c>, for number pads and phone menus. 3.32 bits for each character.</summary>
    public static CodeAlphabet Digits { get; } = new("0123456789");

    /// <summary><c>A</c> to <c>Z</c>. 4.70 bits for each character.</summary>
    public static CodeAlphabet Letters { get; } = new("ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>
    /// <c>0</c> to <c>9</c> and <c>A</c> to <c>Z</c>. 5.17 bits for each character; O and 0 are different, so avoid it
    /// in print.
    /// </summary>
    public static CodeAlphabet Alphanumeric { get; } = new("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>The characters, in the order that the check character and permuted codes depend on.</summary>
    public string Characters { get; }

    /// <summary>How many characters there are.</summary>
    public int Size => Symbols.Length;

    /// <summary>The symbols in order. Nobody writes to it.</summary>
    internal byte[] Symbols { get; }

    /// <summary>An alphabet of the application's own.</summary>
    /// <param name="characters">8 to 36 different characters out of <c>A-Z 0-9</c>; lower case is taken as upper
    /// case.</param>
    /// <exception cref="ArgumentException">The characters break this rule.</exception>
    public static CodeAlphabet Of(string characters)
    {
        ArgumentNullException.ThrowIfNull(characters);
        return FaultOf(characters) is { } fault
            ? throw new ArgumentException(fault, nameof(characters))
            : new CodeAlphabet(characters.ToUpperInvariant());
    }

    /// <summary>
    /// What is wrong with the characters of an alphabet, as a sentence; <c>null</c> where nothing is.
    /// </summary>
    internal static string? FaultOf(string characters)
    {
        if (characters.Length is < MinSize or > Symbol.Count)
        {
            return $"An alphabet takes {MinSize} to {Symbol.Count} characters, and this one has {characters.Length}.";
        }

        if (!characters.All(char.IsAsciiLetterOrDigit))
        {
            return "An alphabet takes only the characters A-Z and 0-9.";
        }

        return characters.ToUpperInvariant().Distinct().Count() < characters.Length
            ? "An alphabet takes each character once; upper and lower case are the same character."
            : null;
    }

    /// <inheritdoc/>
    public bool Equals(CodeAlphabet? other) => other is not null && Characters == other.Characters;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CodeAlphabet);

    /// <inheritdoc/>
    public override int GetHashCode() => Characters.GetHashCode(StringComparison.Ordinal);

    /// <summary>The characters, which <see cref="Of"/> accepts.</summary>
    public override string ToString() => Characters;
}
