namespace Referrals.Codes;

/// <summary>"Did you mean ...?": the codes that a mistyped one may have been.</summary>
public static class CodeSuggestions
{
    /// <summary>The most suggestions for one text: 32.</summary>
    public const int MaxCount = 32;

    /// <summary>
    /// The codes of a format that are one slip away from what was typed: a character that looks like another, two
    /// neighbours swapped, a wrong or unreadable character, one missing, one too many; the likelier slips first.
    /// </summary>
    /// <remarks>
    /// The check character leaves about three suggestions for each place. Without one, only look-alikes, swaps and an
    /// unreadable or superfluous character are suggested, since nothing tells the others apart. Show a suggestion only
    /// where exactly one of them is in use, and count the look-up as a try: it makes guessing as many times easier as
    /// there are suggestions.
    /// </remarks>
    /// <param name="format">What codes look like.</param>
    /// <param name="text">Any text; what is far from a code, such as a megabyte, has no suggestions.</param>
    public static IReadOnlyList<ReferralCode> For(CodeFormat format, ReadOnlySpan<char> text)
    {
        ArgumentNullException.ThrowIfNull(format);
        if (text.Length > TypedText.MaxLength || !TryRead(text, out var typed))
        {
            return [];
        }

        var body = format.WithoutPrefixAndSuffix(typed);
        return
        [
            .. Slips(body, format.Layout.Count, format)
                .Select(format.FromSymbols)
                .Where(code => !code.IsDefault && code != format.FromSymbols(body))
                .Distinct()
                .Take(MaxCount),
        ];
    }

    /// <summary>The symbols, with <see cref="TypedText.Foreign"/> for one that cannot be read.</summary>
    private static bool TryRead(ReadOnlySpan<char> text, out byte[] typed)
    {
        var symbols = new List<byte>();
        foreach (var c in text)
        {
            var symbol = TypedText.Fold(c);
            if (symbol != TypedText.Skipped)
            {
                symbols.Add((byte)symbol);
            }
        }

        typed = [.. symbols];
        return typed.Length <= ReferralCode.MaxLength + 1 && typed.Count(symbol => symbol == TypedText.Foreign) <= 1;
    }

    private static IEnumerable<byte[]> Slips(byte[] typed, int length, CodeFormat format)
    {
        var unreadable = Array.IndexOf(typed, (byte)TypedText.Foreign);
        if (typed.Length == length)
        {
            return unreadable >= 0
                ? Replaced(typed, unreadable, format.Alphabet.Symbols)
                : Misread(typed).Concat(Swapped(typed)).Concat(format.HasCheckCharacter ? Mistyped(typed, format) : []);
        }

        return (typed.Length - length) switch
        {
            1 => Shortened(typed),
            -1 when format.HasCheckCharacter && unreadable < 0 => Lengthened(typed, format),
            _ => [],
        };
    }

    private static IEnumerable<byte[]> Misread(byte[] typed) =>
        Enumerable.Range(0, typed.Length).SelectMany(place => Replaced(typed, place, LookAlikes.Readers(typed[place])));

    private static IEnumerable<byte[]> Mistyped(byte[] typed, CodeFormat format) =>
        Enumerable.Range(0, typed.Length).SelectMany(place => Replaced(typed, place, format.Alphabet.Symbols));

    private static IEnumerable<byte[]> Replaced(byte[] typed, int place, IEnumerable<byte> symbols) =>
        symbols.Select(symbol => (byte[])[.. typed[..place], symbol, .. typed[(place + 1)..]]);

    private static IEnumerable<byte[]> Swapped(byte[] typed) =>
        Enumerable.Range(1, Math.Max(0, typed.Length - 1))
            .Select(place => (byte[])[.. typed[..(place - 1)], typed[place], typed[place - 1], .. typed[(place + 1)..]]);

    private static IEnumerable<byte[]> Shortened(byte[] typed) =>
        Enumerable.Range(0, typed.Length).Select(place => (byte[])[.. typed[..place], .. typed[(place + 1)..]]);

    private static IEnumerable<byte[]> Lengthened(byte[] typed, CodeFormat format) =>
        Enumerable.Range(0, typed.Length + 1)
            .SelectMany(place => format.Alphabet.Symbols.Select(symbol => (byte[])[.. typed[..place], symbol, .. typed[place..]]));
}
