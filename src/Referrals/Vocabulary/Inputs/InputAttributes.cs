namespace Referrals;

/// <summary>What several inputs have in common.</summary>
internal static class InputAttributes
{
    internal static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    /// <summary>The attributes with one more, in the order of their names.</summary>
    internal static IReadOnlyDictionary<string, string> With(IReadOnlyDictionary<string, string> attributes, string name, string value) =>
        new SortedDictionary<string, string>(attributes.ToDictionary(), StringComparer.Ordinal)
        {
            [InputText.Check(name)] = InputText.Check(value),
        };
}
