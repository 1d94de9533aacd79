using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Referrals.Codes;

namespace Referrals.Sharing;

/// <summary>
/// Where referral links lead and where the code stands in them, such as <c>https://shop.example/r/{code}</c> or
/// <c>https://shop.example/?ref={code}&amp;utm_medium={channel}</c>, or in an app's own scheme
/// <c>shop://invite/{code}</c>.
/// </summary>
/// <remarks>
/// <para>
/// <c>{code}</c> stands once, in the path or as the whole value of a parameter; <c>{channel}</c> may be the value of
/// parameters, which are left out where no channel is given. There is no fragment and no user name.
/// </para>
/// <para>
/// Immutable; equality is by the text. <see cref="ToString"/> gives what <see cref="Parse"/> accepts.
/// </para>
/// </remarks>
[JsonConverter(typeof(LinkTemplateJsonConverter))]
public sealed class LinkTemplate : IEquatable<LinkTemplate>
{
    internal const string CodeMark = "{code}";
    internal const string ChannelMark = "{channel}";

    private readonly string _text;
    private readonly UrlPattern _pattern;

    private LinkTemplate(string text, UrlPattern pattern)
    {
        _text = text;
        _pattern = pattern;
    }

    /// <summary>Reads a template.</summary>
    /// <exception cref="FormatException">The text is no template; the message says what is wrong with it.</exception>
    public static LinkTemplate Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return UrlPattern.TryParse(text, out var pattern, out var fault)
            ? new LinkTemplate(text, pattern)
            : throw new FormatException($"'{text}' is not a valid link template: {fault}");
    }

    /// <summary>Reads a template, or answers <c>false</c> where the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out LinkTemplate? template)
    {
        template = text is not null && UrlPattern.TryParse(text, out var pattern, out _)
            ? new LinkTemplate(text, pattern)
            : null;
        return template is not null;
    }

    /// <summary>The same template with the parameters that Google Analytics and most others read.</summary>
    /// <param name="campaign"><c>utm_campaign</c>: what the program is called there.</param>
    /// <param name="source"><c>utm_source</c>. Default <c>referral</c>.</param>
    /// <remarks>
    /// <c>utm_medium</c> becomes the channel of the share, and is left out where no channel is given.
    /// </remarks>
    /// <exception cref="FormatException">The template has such parameters already, or would become too
    /// long.</exception>
    public LinkTemplate WithUtm(string campaign, string source = "referral")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(campaign);
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        if (_text.Contains("utm_", StringComparison.OrdinalIgnoreCase))
        {
            throw new FormatException($"'{_text}' has utm_ parameters already. Leave them out, or write all of them yourself.");
        }

        var mark = _text.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return Parse($"{_text}{mark}utm_source={Uri.EscapeDataString(source)}&utm_medium={ChannelMark}"
            + $"&utm_campaign={Uri.EscapeDataString(campaign)}");
    }

    /// <summary>The link for a code, shared on a channel.</summary>
    /// <param name="code">The code; it stands in the link in canonical form.</param>
    /// <param name="channel">The channel; <c>default</c> leaves out the parameters that name it.</param>
    /// <param name="landing">The page to ask for, as <c>LandingPages</c> knows it; <c>null</c> for the usual
    /// one.</param>
    /// <exception cref="ArgumentException">The code is <c>default</c>.</exception>
    public string Build(ReferralCode code, Channel channel = default, string? landing = null) =>
        Build(code, channel, landing, default);

    internal string Build(ReferralCode code, Channel channel, string? landing, LinkSeal seal) => code.IsDefault
        ? throw new ArgumentException("A link requires a code that is not default.", nameof(code))
        : _pattern.Fill(code, channel, landing, seal);

    /// <summary>
    /// What a URL says about a referral, whatever was done to it on its way: parameters added or in another order, http
    /// for https, <c>www.</c>, capitals, a slash at the end, no scheme, or wrapped once or twice in the link of a
    /// messenger or mailer.
    /// </summary>
    /// <param name="url">Any text. What is no URL, or one of another site, has no code. Only 4,096 characters are
    /// accepted.</param>
    public LinkReading Read(string? url) => _pattern.Read(url, System.Collections.Frozen.FrozenSet<string>.Empty);

    /// <summary>As <see cref="Read(string?)"/>, under other names of the host as well.</summary>
    internal LinkReading Read(string? url, IReadOnlySet<string> hosts) => _pattern.Read(url, hosts);

    /// <summary>Host and port, in small letters.</summary>
    internal string Authority => _pattern.Authority;

    /// <summary>Whether links are those of the web, and not of an app.</summary>
    internal bool IsWeb => _pattern.IsWeb;

    /// <summary>Whether this is the scheme and host of the template.</summary>
    internal bool IsAt(string scheme, string authority) => _pattern.IsAt(scheme, authority);

    /// <inheritdoc/>
    public bool Equals(LinkTemplate? other) => other is not null && _text == other._text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LinkTemplate);

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    /// <summary>The text, which <see cref="Parse"/> accepts.</summary>
    public override string ToString() => _text;
}

/// <summary>Writes a template as its text.</summary>
internal sealed class LinkTemplateJsonConverter : JsonConverter<LinkTemplate>
{
    public override LinkTemplate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && LinkTemplate.TryParse(reader.GetString(), out var template)
            ? template
            : throw new JsonException("Not a valid link template.");

    public override void Write(Utf8JsonWriter writer, LinkTemplate value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

/// <summary>What a URL says about a referral. <c>default</c> says nothing.</summary>
/// <remarks>
/// A URL can be edited by whoever opens it: parse the code, and let the host's allow-list choose the landing page.
/// </remarks>
public readonly record struct LinkReading
{
    internal LinkReading(string codeText, Channel channel, string? landing, LinkSeal seal)
    {
        CodeText = codeText;
        Channel = channel;
        Landing = landing;
        Seal = seal;
    }

    /// <summary>
    /// The code as it stands in the URL, for <see cref="CodeFormat.Parse"/>; <c>null</c> where the URL has none.
    /// </summary>
    public string? CodeText { get; }

    /// <summary>The channel that the link was shared on; <c>default</c> where the URL does not say.</summary>
    public Channel Channel { get; }

    /// <summary>
    /// The page that the link asks for, for <c>LandingPages.Resolve</c>; <c>null</c> where the URL does not say.
    /// </summary>
    public string? Landing { get; }

    /// <summary>Whether the URL has a code.</summary>
    public bool HasCode => CodeText is not null;

    internal LinkSeal Seal { get; }
}

/// <summary>The signature of a link as it stands in the URL, unverified.</summary>
/// <param name="KeyId">Which key it was made with.</param>
/// <param name="Expiry">Until when the link is good, in seconds since 1970.</param>
/// <param name="Signature">The signature in base64url.</param>
internal readonly record struct LinkSeal(string? KeyId, string? Expiry, string? Signature)
{
    internal const string LandingParameter = "ref_to";
    internal const string KeyParameter = "ref_key";
    internal const string ExpiryParameter = "ref_exp";
    internal const string SignatureParameter = "ref_sig";

    internal static bool IsOurs(string parameter) =>
        parameter is LandingParameter or KeyParameter or ExpiryParameter or SignatureParameter;
}

/// <summary>The codes of the checks of this stage.</summary>
internal static class SharingCodes
{
    internal const string Signature = "sharing.signature";
    internal const string LinkOfUnknownHost = "link.unknown_host";
    internal const string LinkWithoutCode = "link.no_code";
}
