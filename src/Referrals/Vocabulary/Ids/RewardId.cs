using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>One granted reward. It is derived from the conversion, the rule and the side, so that a retry can only produce the same id.</summary>
/// <remarks>
/// 1 to 512 characters, without control characters, unpaired surrogates or white space at either end.
/// Equality is ordinal and case-sensitive. <c>default</c> is not a valid id: every entry point refuses it.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<RewardId>))]
public readonly record struct RewardId : IIdText<RewardId>
{
    private readonly string? _value;

    private RewardId(string value) => _value = value;

    /// <summary>The text of the id.</summary>
    /// <exception cref="InvalidOperationException">The id is <c>default</c>.</exception>
    public string Value => _value ?? throw IdText.DefaultUsed(nameof(RewardId));

    /// <summary>Whether this is <c>default</c>, which stands for no id at all.</summary>
    public bool IsDefault => _value is null;

    /// <summary>Makes an id from its text.</summary>
    /// <exception cref="ArgumentException">The text breaks the rule that the remarks of this type state.</exception>
    public static RewardId From(string value) => new(IdText.Check(value, IdText.Derived, nameof(RewardId)));

    /// <summary>Makes an id from its text, or answers <c>false</c> where the text breaks the rule.</summary>
    public static bool TryFrom([NotNullWhen(true)] string? value, out RewardId id)
    {
        var valid = IdText.IsValid(value, IdText.Derived);
        id = valid ? new RewardId(value!) : default;
        return valid;
    }

    /// <summary>The text of the id, which <see cref="From"/> accepts; empty for <c>default</c>.</summary>
    public override string ToString() => _value ?? string.Empty;
}
