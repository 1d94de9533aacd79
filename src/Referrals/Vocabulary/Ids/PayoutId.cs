using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>
/// One payout: one attempt to pay one customer in one batch. Give its text to the bank as the idempotency key or reference of the transfer:
/// it is unique among all programs and tenants, and a payout that is tried again after it has failed has another id.
/// </summary>
/// <remarks>
/// 1 to 512 characters, without control characters, unpaired surrogates or white space at either end.
/// Equality is ordinal and case-sensitive. <c>default</c> is not a valid id: every entry point refuses it.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<PayoutId>))]
public readonly record struct PayoutId : IIdText<PayoutId>
{
    private readonly string? _value;

    private PayoutId(string value) => _value = value;

    /// <summary>The text of the id.</summary>
    /// <exception cref="InvalidOperationException">The id is <c>default</c>.</exception>
    public string Value => _value ?? throw IdText.DefaultUsed(nameof(PayoutId));

    /// <summary>Whether this is <c>default</c>, which stands for no id at all.</summary>
    public bool IsDefault => _value is null;

    /// <summary>Makes an id from its text.</summary>
    /// <exception cref="ArgumentException">The text breaks the rule that the remarks of this type state.</exception>
    public static PayoutId From(string value) => new(IdText.Check(value, IdText.Derived, nameof(PayoutId)));

    /// <summary>Makes an id from its text, or answers <c>false</c> where the text breaks the rule.</summary>
    public static bool TryFrom([NotNullWhen(true)] string? value, out PayoutId id)
    {
        var valid = IdText.IsValid(value, IdText.Derived);
        id = valid ? new PayoutId(value!) : default;
        return valid;
    }

    /// <summary>Another payout of the same batch to the same customer.</summary>
    internal PayoutId Numbered(long attempt) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{Value.AsSpan(0, Value.LastIndexOf('-'))}-{attempt}"));

    /// <summary>The text of the id, which <see cref="From"/> accepts; empty for <c>default</c>.</summary>
    public override string ToString() => _value ?? string.Empty;
}
