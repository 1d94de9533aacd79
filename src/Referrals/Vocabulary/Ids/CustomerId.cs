using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>A customer of the application: a referrer, a referee, or both. The text is the application's own and is never interpreted.</summary>
/// <remarks>
/// 1 to 128 characters of any language, without control characters, unpaired surrogates or white space at either end.
/// Equality is ordinal and case-sensitive. <c>default</c> is not a valid id: every entry point refuses it.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<CustomerId>))]
public readonly record struct CustomerId : IIdText<CustomerId>
{
    private readonly string? _value;

    private CustomerId(string value) => _value = value;

    /// <summary>The text of the id.</summary>
    /// <exception cref="InvalidOperationException">The id is <c>default</c>.</exception>
    public string Value => _value ?? throw IdText.DefaultUsed(nameof(CustomerId));

    /// <summary>Whether this is <c>default</c>, which stands for no id at all.</summary>
    public bool IsDefault => _value is null;

    /// <summary>Makes an id from its text.</summary>
    /// <exception cref="ArgumentException">The text breaks the rule that the remarks of this type state.</exception>
    public static CustomerId From(string value) => new(IdText.Check(value, IdText.Opaque, nameof(CustomerId)));

    /// <summary>Makes an id from its text, or answers <c>false</c> where the text breaks the rule.</summary>
    public static bool TryFrom([NotNullWhen(true)] string? value, out CustomerId id)
    {
        var valid = IdText.IsValid(value, IdText.Opaque);
        id = valid ? new CustomerId(value!) : default;
        return valid;
    }

    /// <summary>The text of the id, which <see cref="From"/> accepts; empty for <c>default</c>.</summary>
    public override string ToString() => _value ?? string.Empty;
}
