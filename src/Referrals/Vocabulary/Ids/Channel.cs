using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>
/// Where something came from: the channel of a share (<c>email</c>, <c>sms</c>), of an acquisition (<c>paid</c>,
/// <c>organic</c>) or of a cost. Applications name their own channels.
/// </summary>
/// <remarks>
/// 1 to 64 characters out of <c>a-z A-Z 0-9 . _ -</c>; kept in lower case, so <c>Email</c> and <c>email</c> are one channel.
/// <c>default</c> means that no channel is known; it is refused where a channel is asked for.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<Channel>))]
public readonly record struct Channel : IIdText<Channel>
{
    /// <summary>The channel of everything that the referral program itself brings or costs.</summary>
    public static readonly Channel Referral = From("referral");

    /// <summary>The channel of customers who came without any advertising.</summary>
    public static readonly Channel Organic = From("organic");

    /// <summary>The channel of paid advertising.</summary>
    public static readonly Channel Paid = From("paid");

    private readonly string? _value;

    private Channel(string value) => _value = value;

    /// <summary>The name in lower case.</summary>
    /// <exception cref="InvalidOperationException">The channel is <c>default</c>.</exception>
    public string Value => _value ?? throw IdText.DefaultUsed(nameof(Channel));

    /// <summary>Whether this is <c>default</c>, which stands for no channel at all.</summary>
    public bool IsDefault => _value is null;

    /// <summary>Makes a channel from its name.</summary>
    /// <exception cref="ArgumentException">The name breaks the rule that the remarks of this type state.</exception>
    public static Channel From(string value) => new(Lower(IdText.Check(value, IdText.Name, nameof(Channel))));

    /// <summary>Makes a channel from its name, or answers <c>false</c> where the name breaks the rule.</summary>
    public static bool TryFrom([NotNullWhen(true)] string? value, out Channel id)
    {
        var valid = IdText.IsValid(value, IdText.Name);
        id = valid ? new Channel(Lower(value!)) : default;
        return valid;
    }

    /// <summary>The name, which <see cref="From"/> accepts; empty for <c>default</c>.</summary>
    public override string ToString() => _value ?? string.Empty;

    private static string Lower(string name) => name.ToLowerInvariant();
}
