using Referrals.Explanations;

namespace Referrals;

/// <summary>The touch came from a source that is listed; without values, from any that names the attribute.</summary>
internal sealed record BlockedSourceGuard : Guard
{
    /// <summary>How many values one guard lists.</summary>
    internal const int MaxValues = 200;

    private BlockedSourceGuard(string name, ValueList<string> values)
    {
        Name = name;
        Values = values;
    }

    public string Name { get; }

    /// <summary>In lower case; a <c>*</c> at either end stands for anything.</summary>
    public ValueList<string> Values { get; }

    public override string Code => GuardCodes.BlockedSource;

    internal static BlockedSourceGuard Of(string name, IEnumerable<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var all = values.Select(static value => Pattern(value) ?? throw new ArgumentException(
                $"'{value}' is not a valid source: write 1 to {InputText.MaxLength} characters, with a * only at an end.", nameof(values)))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToValueList();
        return all.Count <= MaxValues ? new BlockedSourceGuard(InputText.Check(name), all) : throw new ArgumentException(
            $"The guard lists at most {MaxValues} values, and this has {all.Count}; use a * for several, or a custom guard.", nameof(values));
    }

    /// <summary>A value as it is compared; <c>null</c> where it is none.</summary>
    internal static string? Pattern(string? value) => value is { Length: > 0 and <= InputText.MaxLength }
        && !string.IsNullOrWhiteSpace(value.Trim('*')) && !value[1..^(value.Length > 1 ? 1 : 0)].Contains('*', StringComparison.Ordinal)
        ? value.Trim().ToLowerInvariant()
        : null;

    internal override GuardFinding Find(GuardContext context, IGuardBook book)
    {
        var required = Values.Count == 0 ? Phrase.Of("value.no", Name) : Phrase.Of("value.another_source");
        if (!context.TouchAttributes.TryGetValue(Name, out var value))
        {
            return GuardFinding.Of(false, Phrase.Of("value.name_not_given", Name), required);
        }

        return GuardFinding.Of(Values.Count == 0 || Values.Any(pattern => Matches(pattern, value.ToLowerInvariant())), CheckValue.Text($"{Name} {value}"), required);
    }

    private static bool Matches(string pattern, string value) => (pattern[0], pattern[^1]) switch
    {
        ('*', '*') => value.Contains(pattern.Trim('*'), StringComparison.Ordinal),
        ('*', _) => value.EndsWith(pattern[1..], StringComparison.Ordinal),
        (_, '*') => value.StartsWith(pattern[..^1], StringComparison.Ordinal),
        _ => value == pattern,
    };
}
