using System.Collections.Immutable;

namespace Referrals;

/// <summary>What several inputs have in common.</summary>
internal static class InputAttributes
{
    internal static readonly IReadOnlyDictionary<string, string> None =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// The attributes with one more, in the order of their names. The name is the application's; the value is what a customer may have typed.
    /// </summary>
    internal static (IReadOnlyDictionary<string, string> Attributes, ValueList<TextChange>? Changes) With(
        IReadOnlyDictionary<string, string> attributes, ValueList<TextChange>? changes, string name, string? value)
    {
        var field = "attributes." + InputText.Check(name);
        var (text, change) = TextRule.Opaque.Tidy(value);
        var sorted = attributes as ImmutableSortedDictionary<string, string>
            ?? attributes.ToImmutableSortedDictionary(StringComparer.Ordinal);
        return (text is null ? sorted.Remove(name) : sorted.SetItem(name, text), TextChange.With(changes, field, value, TextRule.Opaque, change));
    }
}
