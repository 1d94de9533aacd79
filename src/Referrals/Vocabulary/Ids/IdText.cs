using System.Runtime.CompilerServices;
using System.Text;

namespace Referrals;

/// <summary>The rules that the texts of ids follow, in one place.</summary>
internal static class IdText
{
    internal static readonly Rule Opaque = new(128, AsciiOnly: false);
    internal static readonly Rule Name = new(64, AsciiOnly: true);
    internal static readonly Rule Derived = new(512, AsciiOnly: false);

    internal static string Check(
        string value, Rule rule, string type, [CallerArgumentExpression(nameof(value))] string? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(value, parameter);
        return Fault(value, rule) is { } fault
            ? throw new ArgumentException($"A {type} {fault}. The text has {value.Length} characters.", parameter)
            : value;
    }

    internal static bool IsValid(string? value, Rule rule) => value is not null && Fault(value, rule) is null;

    internal static InvalidOperationException DefaultUsed(string type) =>
        new($"This {type} is default, which is no id. Make one with {type}.From(text).");

    private static string? Fault(string value, Rule rule)
    {
        if (value.Length == 0 || value.Length > rule.MaxLength)
        {
            return $"takes 1 to {rule.MaxLength} characters";
        }

        return rule.AsciiOnly ? NameFault(value) : OpaqueFault(value);
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

    internal readonly record struct Rule(int MaxLength, bool AsciiOnly);
}
