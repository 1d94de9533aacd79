using System.Text;

namespace Referrals;

/// <summary>
/// What a text must be, wherever it comes in: the one place that says how long ids, names, keys, links and free texts may be, and which
/// characters every database keeps. What an application's own code determines is checked, and a wrong text is an argument exception; what a
/// customer types is tidied, and never throws.
/// </summary>
internal readonly record struct TextRule
{
    /// <summary>An id that belongs to the application, a name of its own choice, a value that conditions compare.</summary>
    internal static readonly TextRule Opaque = new(128, asciiOnly: false);

    /// <summary>A name that becomes part of keys.</summary>
    internal static readonly TextRule Name = new(64, asciiOnly: true);

    /// <summary>An id that is made of others.</summary>
    internal static readonly TextRule Derived = new(512, asciiOnly: false);

    /// <summary>An idempotency key.</summary>
    internal static readonly TextRule Key = new(MaxKeyLength, asciiOnly: false);

    /// <summary>A link or a code as it was pasted.</summary>
    internal static readonly TextRule Link = new(2_048, asciiOnly: false);

    internal const int MaxKeyLength = 256;

    private TextRule(int maxLength, bool asciiOnly)
    {
        MaxLength = maxLength;
        AsciiOnly = asciiOnly;
    }

    /// <summary>The most UTF-16 characters.</summary>
    internal int MaxLength { get; }

    /// <summary>Whether only letters, digits, dots, underscores and dashes are allowed.</summary>
    internal bool AsciiOnly { get; }

    /// <summary>What is wrong with a text; <c>null</c> where nothing is.</summary>
    internal string? Fault(string value)
    {
        if (value.Length == 0 || value.Length > MaxLength)
        {
            return $"requires 1 to {MaxLength} characters";
        }

        return AsciiOnly ? NameFault(value) : OpaqueFault(value);
    }

    /// <summary>
    /// What can be kept of a text that a customer typed: control characters become blanks, halves of surrogate pairs become U+FFFD, white space
    /// around it goes, and what is too long is cut between two characters.
    /// </summary>
    /// <returns>The text, or <c>null</c> where nothing is left; and what was done to it.</returns>
    internal (string? Text, TextChangeKind Change) Tidy(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return (null, TextChangeKind.LeftOut);
        }

        var change = TextChangeKind.None;
        if (OpaqueFault(value) is not null)
        {
            value = Cleaned(value).Trim();
            change = TextChangeKind.Cleaned;
        }

        if (value.Length > MaxLength)
        {
            var end = char.IsHighSurrogate(value[MaxLength - 1]) ? MaxLength - 1 : MaxLength;
            value = value[..end].TrimEnd();
            change = TextChangeKind.Cut;
        }

        return value.Length > 0 ? (value, change) : (null, TextChangeKind.LeftOut);
    }

    private static string Cleaned(string value)
    {
        var cleaned = new StringBuilder(value.Length);
        foreach (var rune in value.EnumerateRunes())
        {
            _ = Rune.IsControl(rune) ? cleaned.Append(' ') : cleaned.Append(rune);
        }

        return cleaned.ToString();
    }

    private static string? NameFault(string value)
    {
        foreach (var c in value)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-'))
            {
                return "takes only the characters a-z, A-Z, 0-9, '.', '_' and '-'";
            }
        }

        return null;
    }

    private static string? OpaqueFault(string value)
    {
        if (char.IsWhiteSpace(value[0]) || char.IsWhiteSpace(value[^1]))
        {
            return "must not begin or end with white space";
        }

        for (var rest = value.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var consumed) != System.Buffers.OperationStatus.Done)
            {
                return "must not contain an unpaired surrogate";
            }

            if (Rune.IsControl(rune))
            {
                return "must not contain control characters";
            }

            rest = rest[consumed..];
        }

        return null;
    }
}

/// <summary>What was done to a text that a customer typed, so that it can be kept.</summary>
internal enum TextChangeKind
{
    None = 0,
    LeftOut = 1,
    Cut = 2,
    Cleaned = 3,
}

/// <summary>One text of an input that is not kept as it was typed. The explanation of the decision tells of it.</summary>
internal sealed record TextChange
{
    /// <summary>Which text: such as <c>code</c>, or <c>attributes.note</c>.</summary>
    public required string Field { get; init; }

    public required TextChangeKind Kind { get; init; }

    /// <summary>How many characters it had.</summary>
    public required int Length { get; init; }

    /// <summary>How many characters a text of its kind can have.</summary>
    public required int Limit { get; init; }

    /// <summary>The most changes that an input tells of; what is changed after them is changed without a word.</summary>
    internal const int MaxTold = 20;

    /// <summary>The changes with that of one more text, if there was any; an earlier one of the same text no longer counts.</summary>
    internal static ValueList<TextChange>? With(
        ValueList<TextChange>? changes, string field, string? typed, TextRule rule, TextChangeKind kind)
    {
        if (kind == TextChangeKind.None && changes is null)
        {
            return null;
        }

        var others = (changes ?? []).Where(change => change.Field != field).ToArray();
        return kind == TextChangeKind.None || others.Length >= MaxTold
            ? others.Length == 0 ? null : others.ToValueList()
            : others.Append(new TextChange { Field = field, Kind = kind, Length = typed?.Length ?? 0, Limit = rule.MaxLength })
            .ToValueList();
    }
}
