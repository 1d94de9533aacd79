using Referrals.Codes.Folding;

namespace Referrals.Codes;

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

    /// <summary>An alphabet of the host's own.</summary>
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
