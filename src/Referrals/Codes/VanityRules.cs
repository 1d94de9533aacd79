using System.Collections.Immutable;
using System.Text;

namespace Referrals.Codes;

/// <summary>
/// What codes referrers may choose for themselves, such as <c>ANNA2026</c>, and how they are found again when somebody
/// types them.
/// </summary>
/// <remarks>
/// <para>
/// A chosen code is capital letters and digits; accents, spaces and dashes fall away. It is stored under
/// <see cref="KeyOf"/>, the same for all codes that look alike, so the store's own rule that a key is inserted once
/// also refuses <c>ANNA5</c> where there is <c>ANNAS</c>. It never has as many characters as a generated code, so a
/// typing error cannot turn one into the other: read a text with <see cref="CodeFormat.Parse"/> first and with
/// <see cref="Read"/> if that fails.
/// </para>
/// <para>
/// Of the listed words, the short ones that are part of innocent words count only by themselves: <c>CASSANDRA</c> is a
/// name, <c>ASS22</c> is not.
/// </para>
/// <para>Immutable; equality is by value.</para>
/// </remarks>
public sealed class CustomCodeRules : IEquatable<CustomCodeRules>
{
    private static readonly string[] UsuallyReserved =
    [
        "ADMIN", "ADMINISTRATOR", "ANONYMOUS", "BONUS", "CODE", "COUPON", "DEFAULT", "DISCOUNT", "FALSE", "FREE",
        "GIFT", "GUEST", "HELP", "INFO", "INVITE", "MODERATOR", "NONE", "NULL", "OFFICIAL", "OWNER", "PROMO", "REFER",
        "REFERRAL", "REWARD", "ROOT", "SALE", "SECURITY", "STAFF", "SUPPORT", "SYSTEM", "TEAM", "TEST", "TRUE",
        "UNDEFINED", "USER", "VOUCHER",
    ];

    private readonly ImmutableSortedSet<string> _reserved;

    private CustomCodeRules(int minLength, int maxLength, ImmutableSortedSet<string> reserved)
    {
        MinLength = minLength;
        MaxLength = maxLength;
        _reserved = reserved;
    }

    /// <summary>
    /// 4 to 16 characters, and none of the words that seem to speak for the application, such as <c>ADMIN</c> or
    /// <c>SUPPORT</c>.
    /// </summary>
    public static CustomCodeRules Default { get; } = new(4, 16, ImmutableSortedSet.Create(StringComparer.Ordinal, UsuallyReserved));

    /// <summary>The fewest characters, separators not counted.</summary>
    public int MinLength { get; }

    /// <summary>The most characters, separators not counted.</summary>
    public int MaxLength { get; }

    /// <summary>The words that no chosen code is, nor looks like; in ordinal order.</summary>
    public IReadOnlyCollection<string> Reserved => _reserved;

    /// <summary>The same rules for other lengths.</summary>
    /// <param name="min">3 to <paramref name="max"/>.</param>
    /// <param name="max">Up to 20.</param>
    public CustomCodeRules WithLength(int min, int max)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(min, 3);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(max, ReferralCode.MaxLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(min, max);
        return new CustomCodeRules(min, max, _reserved);
    }

    /// <summary>
    /// The same rules with other reserved words, such as the application's brands, in place of those there are.
    /// </summary>
    /// <param name="words">Each of 1 to 20 characters out of <c>A-Z 0-9</c>; lower case is taken as upper case.</param>
    /// <exception cref="ArgumentException">A word is empty, longer, or has other characters.</exception>
    public CustomCodeRules WithReserved(params IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var capitals = words.Select(word => ReferralCode.From((word ?? string.Empty).ToUpperInvariant()).Value);
        return new CustomCodeRules(MinLength, MaxLength, capitals.ToImmutableSortedSet(StringComparer.Ordinal));
    }

    /// <summary>
    /// The code that a referrer wants to have, or why it cannot be. Whether it is taken is for the store to say.
    /// </summary>
    /// <param name="text">What the referrer typed.</param>
    /// <param name="format">The format of the program's generated codes, whose listed words count here too.</param>
    public CodeParse Choose(ReadOnlySpan<char> text, CodeFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        Span<byte> symbols = stackalloc byte[ReferralCode.MaxLength];
        var read = CustomCodeText.Read(text, symbols, out var count);
        symbols = symbols[..count];
        return read.Fault != CodeFault.None ? read
            : count < MinLength ? CodeParse.Failed(CodeFault.TooShort)
            : count > MaxLength ? CodeParse.Failed(CodeFault.TooLong)
            : count == format.CodeLength || count == format.Layout.Count ? CodeParse.Failed(CodeFault.LikeGenerated)
            : !symbols.ContainsAnyExceptInRange((byte)0, (byte)9) ? CodeParse.Failed(CodeFault.NoLetter)
            : IsReserved(KeyOf(read.Code)) ? CodeParse.Failed(CodeFault.Reserved)
            : format.Words.OffendIn(symbols) ? CodeParse.Failed(CodeFault.ListedWord)
            : read;
    }

    /// <summary>
    /// What to look up when somebody types a chosen code: its <see cref="KeyOf"/>, or why the text can be none.
    /// </summary>
    public CodeParse Read(ReadOnlySpan<char> text)
    {
        Span<byte> symbols = stackalloc byte[ReferralCode.MaxLength];
        var read = CustomCodeText.Read(text, symbols, out var count);
        return read.Fault != CodeFault.None ? read
            : count < MinLength ? CodeParse.Failed(CodeFault.TooShort)
            : count > MaxLength ? CodeParse.Failed(CodeFault.TooLong)
            : CodeParse.Of(KeyOf(read.Code));
    }

    /// <summary>
    /// The key that a chosen code is stored under: each of its characters replaced by the first of those that look like
    /// it, so <c>ANNAS</c> and <c>ANNA5</c> have the same one.
    /// </summary>
    /// <exception cref="ArgumentException">The code is <c>default</c>.</exception>
    public static ReferralCode KeyOf(ReferralCode code)
    {
        if (code.IsDefault)
        {
            throw new ArgumentException("Only a code that is not default has a key.", nameof(code));
        }

        var packer = new ReferralCode.Packer();
        for (var i = 0; i < code.Length; i++)
        {
            packer.Append(LookAlikes.Skeleton(code[i]));
        }

        return packer.ToCode();
    }

    /// <inheritdoc/>
    public bool Equals(CustomCodeRules? other) => other is not null && MinLength == other.MinLength && MaxLength == other.MaxLength
        && _reserved.SetEquals(other._reserved);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CustomCodeRules);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(MinLength, MaxLength, _reserved.Count);

    private bool IsReserved(ReferralCode key) => _reserved.Any(word => KeyOf(ReferralCode.From(word)) == key);
}

/// <summary>Reads a code that somebody chose: as typed text is read, and letters lose their accents.</summary>
internal static class CustomCodeText
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
