using System.Runtime.CompilerServices;

namespace Referrals;

/// <summary>The rules that the texts of ids follow, by the name of the id.</summary>
internal static class IdText
{
    internal static readonly TextRule Opaque = TextRule.Opaque;
    internal static readonly TextRule Name = TextRule.Name;
    internal static readonly TextRule Derived = TextRule.Derived;

    internal static string Check(
        string value, TextRule rule, string type, [CallerArgumentExpression(nameof(value))] string? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(value, parameter);
        return rule.Fault(value) is { } fault
            ? throw new ArgumentException($"A {type} {fault}. The text has {value.Length} characters.", parameter)
            : value;
    }

    internal static bool IsValid(string? value, TextRule rule) => value is not null && rule.Fault(value) is null;

    internal static InvalidOperationException DefaultUsed(string type) =>
        new($"This {type} is not initialized. Create it with {type}.From(text).");
}
