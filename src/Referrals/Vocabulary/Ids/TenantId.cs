using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>A tenant of an application that serves several companies from one database. Applications with one company leave it out.</summary>
/// <remarks>
/// 1 to 64 characters out of <c>a-z A-Z 0-9 . _ -</c>, since it becomes part of every storage key.
/// Equality is ordinal and case-sensitive. <c>default</c> is not a valid id: every entry point refuses it.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<TenantId>))]
public readonly record struct TenantId : IIdText<TenantId>
{
    private readonly string? _value;

    private TenantId(string value) => _value = value;

    /// <summary>The text of the id.</summary>
    /// <exception cref="InvalidOperationException">The id is <c>default</c>.</exception>
    public string Value => _value ?? throw IdText.DefaultUsed(nameof(TenantId));

    /// <summary>Whether this is <c>default</c>, which stands for no id at all.</summary>
    public bool IsDefault => _value is null;

    /// <summary>Makes an id from its text.</summary>
    /// <exception cref="ArgumentException">The text breaks the rule that the remarks of this type state.</exception>
    public static TenantId From(string value) => new(IdText.Check(value, IdText.Name, nameof(TenantId)));

    /// <summary>Makes an id from its text, or answers <c>false</c> where the text breaks the rule.</summary>
    public static bool TryFrom([NotNullWhen(true)] string? value, out TenantId id)
    {
        var valid = IdText.IsValid(value, IdText.Name);
        id = valid ? new TenantId(value!) : default;
        return valid;
    }

    /// <summary>The text of the id, which <see cref="From"/> accepts; empty for <c>default</c>.</summary>
    public override string ToString() => _value ?? string.Empty;
}
