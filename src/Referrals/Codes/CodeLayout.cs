namespace Referrals.Codes;

/// <summary>
/// A format as arithmetic: which alphabet indexes each place can have, and how the check character follows from them.
/// </summary>
internal sealed class CodeLayout
{
    /// <summary>How many characters <see cref="Typed"/> knows at each place.</summary>
    internal const int Ascii = 128;

    private readonly byte[][] _choices;
    private readonly CheckGroup? _group;
    private readonly byte[] _weights;
    private readonly byte[] _folds;

    internal CodeLayout(byte[] alphabet, string pattern)
    {
        Alphabet = alphabet;
        _choices = [.. pattern.Where(PatternText.IsDrawn).Select(mark => PatternText.Choices(mark, alphabet))];
        _group = pattern.Contains(PatternText.Check, StringComparison.Ordinal) ? CheckGroup.For(alphabet.Length) : null;
        _weights = _group?.Weights(Drawn) ?? [];
        _folds = [.. pattern.Where(PatternText.IsSymbol).SelectMany(mark => Folds(mark, alphabet))];
        Typed = new byte[(Count + 1) * Ascii];
        for (var i = 0; i < Typed.Length; i++)
        {
            Typed[i] = FoldTyped(i / Ascii, (char)(i % Ascii));
        }

        Capacity = _choices.Aggregate(UInt128.One, (product, choices) => product * (uint)choices.Length);
        Batches = DrawBatch.Split([.. _choices.Select(choices => (ulong)choices.Length)]);
    }

    /// <summary>The symbols of the alphabet, by index.</summary>
    internal byte[] Alphabet { get; }

    /// <summary>How many symbols are free, so without the check character.</summary>
    internal int Drawn => _choices.Length;

    internal bool HasCheck => _group is not null;

    /// <summary>How many symbols the body has, the check character included.</summary>
    internal int Count => HasCheck ? Drawn + 1 : Drawn;

    /// <summary>
    /// For each place, the alphabet index of each ASCII character, or that it is skipped or foreign; and at last, for
    /// the place after the end, that all are foreign but those to skip.
    /// </summary>
    internal byte[] Typed { get; }

    internal UInt128 Capacity { get; }

    internal DrawBatch[] Batches { get; }

    /// <summary>The alphabet indexes that a place can have.</summary>
    internal byte[] Choices(int place) => _choices[place];

    /// <summary>
    /// The product so far and one more symbol, of which <paramref name="row"/> is the place times the size of the
    /// alphabet. With the check character it comes to 0 where the code is right.
    /// </summary>
    internal int Multiply(int product, int row, int index) => _group is null ? 0
        : _group.IsExclusiveOr ? product ^ _weights[row + index]
        : _group.Products[product * _group.Size + _weights[row + index]];

    /// <summary>The alphabet index of the check character of a body.</summary>
    internal int CheckOf(ReadOnlySpan<byte> drawn)
    {
        var product = 0;
        var row = 0;
        foreach (var index in drawn)
        {
            product = Multiply(product, row, index);
            row += Alphabet.Length;
        }

        return _group!.Inverses[product];
    }

    /// <summary>
    /// Turns the typed symbols of a body into alphabet indexes, in place: each into its own, or into that of the only
    /// one at its place that it looks like.
    /// </summary>
    /// <returns>The first place whose symbol stands for none; -1 where all stand for one.</returns>
    internal int Fold(Span<byte> body)
    {
        var folds = _folds;
        var row = 0;
        for (var place = 0; place < body.Length; place++)
        {
            var index = body[place] < Symbol.Count ? folds[row + body[place]] : (byte)TypedText.Foreign;
            if (index == TypedText.Foreign)
            {
                return place;
            }

            body[place] = index;
            row += Symbol.Count;
        }

        return -1;
    }

    /// <summary>The body of a number in mixed radix, the first place counting most, with its check character.</summary>
    internal void Unrank(UInt128 rank, Span<byte> body)
    {
        for (var i = Drawn - 1; i >= 0; i--)
        {
            (rank, var digit) = UInt128.DivRem(rank, (uint)_choices[i].Length);
            body[i] = _choices[i][(int)digit];
        }

        SetCheck(body);
    }

    /// <summary>Writes the check character behind the free symbols, if the format has one.</summary>
    internal void SetCheck(Span<byte> body)
    {
        if (HasCheck)
        {
            body[Drawn] = (byte)CheckOf(body[..Drawn]);
        }
    }

    /// <summary>Whether the check character is right, or the format has none.</summary>
    internal bool IsChecked(ReadOnlySpan<byte> body) => !HasCheck || CheckOf(body[..Drawn]) == body[Drawn];

    /// <summary>The number of a body without its check character: the inverse of <see cref="Unrank"/>.</summary>
    internal UInt128 Rank(ReadOnlySpan<byte> drawn)
    {
        var rank = UInt128.Zero;
        for (var i = 0; i < drawn.Length; i++)
        {
            rank = rank * (uint)_choices[i].Length + (uint)Array.IndexOf(_choices[i], drawn[i]);
        }

        return rank;
    }

    private byte FoldTyped(int place, char c)
    {
        var symbol = TypedText.Fold(c);
        return symbol >= Symbol.Count ? (byte)symbol
            : place == Count ? (byte)TypedText.Foreign
            : _folds[place * Symbol.Count + symbol];
    }

    private static byte[] Folds(char mark, byte[] alphabet)
    {
        var choices = PatternText.Choices(mark, alphabet);
        var folds = new byte[Symbol.Count];
        for (var symbol = 0; symbol < folds.Length; symbol++)
        {
            var own = choices.Where(index => alphabet[index] == symbol).ToArray();
            var twins = choices.Where(index => LookAlikes.AreTwins(alphabet[index], symbol)).ToArray();
            folds[symbol] = own.Length == 1 ? own[0] : twins.Length == 1 ? twins[0] : (byte)TypedText.Foreign;
        }

        return folds;
    }
}

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
            yield return $"The pattern '{pattern}' requires one check character '+', as the last of its characters.";
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
