using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Referrals.Sharing;

/// <summary>The way a share went out: by e-mail, in a messenger, as a copied link. Hosts may name channels of their own.</summary>
/// <remarks>
/// 1 to 32 characters out of <c>a-z 0-9 -</c>, so that it stands in a URL as it is. <see cref="From"/> takes capitals as small letters.
/// <c>default</c> stands for no known channel and is refused where one is needed.
/// </remarks>
[JsonConverter(typeof(IdJsonConverter<ShareChannel>))]
public readonly record struct ShareChannel : IIdText<ShareChannel>
{
    private const int MaxLength = 32;

    private readonly string? _value;

    private ShareChannel(string value) => _value = value;

    /// <summary>E-mail.</summary>
    public static ShareChannel Email { get; } = new("email");

    /// <summary>Text message.</summary>
    public static ShareChannel Sms { get; } = new("sms");

    /// <summary>WhatsApp.</summary>
    public static ShareChannel WhatsApp { get; } = new("whatsapp");

    /// <summary>X, once Twitter.</summary>
    public static ShareChannel X { get; } = new("x");

    /// <summary>Facebook.</summary>
    public static ShareChannel Facebook { get; } = new("facebook");

    /// <summary>LinkedIn.</summary>
    public static ShareChannel LinkedIn { get; } = new("linkedin");

    /// <summary>The link or message was copied, to be pasted who knows where.</summary>
    public static ShareChannel Copy { get; } = new("copy");

    /// <summary>A printed or shown QR code.</summary>
    public static ShareChannel Qr { get; } = new("qr");

    /// <summary>The name.</summary>
    /// <exception cref="InvalidOperationException">The channel is <c>default</c>.</exception>
    public string Value => _value ?? throw IdText.DefaultUsed(nameof(ShareChannel));

    /// <summary>Whether this is <c>default</c>, which stands for no known channel.</summary>
    public bool IsDefault => _value is null;

    /// <summary>The channel of this name.</summary>
    /// <exception cref="ArgumentException">The name breaks the rule that the remarks of this type state.</exception>
    public static ShareChannel From(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return TryFrom(value, out var channel)
            ? channel
            : throw new ArgumentException(
                $"A share channel takes 1 to {MaxLength} characters out of a-z, 0-9 and '-', and this text of {value.Length} "
                + "characters does not.",
                nameof(value));
    }

    /// <summary>The channel of this name, or <c>false</c> where the name breaks the rule.</summary>
    public static bool TryFrom([NotNullWhen(true)] string? value, out ShareChannel channel)
    {
        var valid = value is { Length: > 0 and <= MaxLength } && value.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
        channel = valid ? new ShareChannel(value!.ToLowerInvariant()) : default;
        return valid;
    }

    /// <summary>The name, which <see cref="From"/> accepts; empty for <c>default</c>.</summary>
    public override string ToString() => _value ?? string.Empty;
}
