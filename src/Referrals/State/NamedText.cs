namespace Referrals.State;

/// <summary>A text with a name, as attributes and choices are kept.</summary>
internal sealed record NamedText
{
    public required string Name { get; init; }

    public required string Value { get; init; }

    internal static IReadOnlyDictionary<string, string> ToDictionary(ValueList<NamedText> texts) =>
        texts.Count == 0 ? InputAttributes.None : texts.ToDictionary(static text => text.Name, static text => text.Value, StringComparer.Ordinal);

    /// <summary>The texts with others of the same names replaced, in the order of their names.</summary>
    internal static ValueList<NamedText> With(ValueList<NamedText> texts, IReadOnlyDictionary<string, string> others) =>
        others.Count == 0 ? texts : texts
            .Where(text => !others.ContainsKey(text.Name))
            .Concat(others.Select(static other => new NamedText { Name = other.Key, Value = other.Value }))
            .OrderBy(static text => text.Name, StringComparer.Ordinal)
            .ToValueList();
}
