using System.Collections.Immutable;

namespace Referrals.Sharing.Messages;

/// <summary>The messages that referrers share, per channel and culture.</summary>
/// <example><code>
/// var messages = ShareMessages.Create(m => m
///     .Add(ShareChannels.Copy, "en", "{referrer} gives you {reward} at {program}: {link}")
///     .Add(ShareChannels.Email, "en", "Hi,\n\n{reward} for you: {link}\n\n{referrer}", subject: "{reward} from {referrer}"));
/// var message = messages.Render(ShareChannels.WhatsApp, "de-AT", values);
/// Redirect(message.IntentLink);
/// </code></example>
/// <remarks>
/// Everything is checked when the messages are made: names, braces, that each channel has the fallback culture, and
/// that the message fits the channel once its values are cut. So rendering never fails. Immutable, for any number of
/// threads.
/// </remarks>
public sealed class ShareMessages
{
    private readonly ImmutableDictionary<(Channel Channel, string Culture), LocalMessage> _messages;
    private readonly ImmutableDictionary<string, string> _defaults;
    private readonly string _fallback;

    private ShareMessages(ImmutableArray<LocalMessage> messages, ShareMessagesBuilder builder)
    {
        _messages = messages.ToImmutableDictionary(message => (message.Channel, message.Culture.ToUpperInvariant()));
        _defaults = builder.Defaults.ToImmutableDictionary(StringComparer.Ordinal);
        _fallback = builder.FallbackCulture.ToUpperInvariant();
    }

    /// <summary>Short messages in English, German, French and Spanish.</summary>
    public static ShareMessages Default { get; } = Create(DefaultMessages.AddTo);

    /// <summary>Makes a set of messages.</summary>
    /// <exception cref="ArgumentException">A message is wrong; the exception's message says all that is.</exception>
    public static ShareMessages Create(Action<ShareMessagesBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var builder = new ShareMessagesBuilder();
        configure(builder);
        var faults = new List<string>();
        var messages = builder.Read(faults);
        return faults.Count == 0
            ? new ShareMessages(messages, builder)
            : throw new ArgumentException(string.Join(' ', faults), nameof(configure));
    }

    /// <summary>
    /// The message of a channel in a culture, or in the nearest there is: <c>de</c> for <c>de-AT</c>, else the
    /// fallback.
    /// </summary>
    /// <param name="channel">The channel; one without messages of its own gets those of
    /// <see cref="ShareChannels.Copy"/>.</param>
    /// <param name="culture">The culture of the referrer, such as <c>de-AT</c>; any text.</param>
    /// <param name="values">What the names stand for.</param>
    /// <exception cref="ArgumentException">The channel is <c>default</c>.</exception>
    public ShareMessage Render(Channel channel, string culture, ShareValues values)
    {
        ArgumentNullException.ThrowIfNull(culture);
        ArgumentNullException.ThrowIfNull(values);
        if (channel.IsDefault)
        {
            throw new ArgumentException("A message takes a channel that is not default.", nameof(channel));
        }

        var message = Find(channel, culture) ?? Find(ShareChannels.Copy, culture)!;
        var valueOf = message.Fit(channel, name => values.All.GetValueOrDefault(name) ?? _defaults[name]);
        var text = message.Text.Fill(valueOf, literal => literal);
        var subject = message.Subject?.Fill(valueOf, literal => literal.ReplaceLineEndings(" "));
        subject = subject is null ? null : ShareValues.Cut(subject, ChannelRules.MaxSubject);
        var intent = ChannelRules.Intent(channel, subject, text, values.Link);
        return new ShareMessage(channel, message.Culture, subject, text, Html(message, valueOf), intent);
    }

    private static string Html(LocalMessage message, Func<string, string> valueOf) =>
        message.Text.Fill(
            name => name == "link"
                ? $"<a href=\"{SafeText.ForHtml(valueOf(name))}\">{SafeText.ForHtml(valueOf(name))}</a>"
                : SafeText.ForHtml(valueOf(name)),
            literal => string.Join("<br>", literal.ReplaceLineEndings("\n").Split('\n').Select(SafeText.ForHtml)));

    private LocalMessage? Find(Channel channel, string culture)
    {
        for (var name = culture.ToUpperInvariant(); name.Length > 0; name = name[..Math.Max(0, name.LastIndexOf('-'))])
        {
            if (_messages.TryGetValue((channel, name), out var message))
            {
                return message;
            }
        }

        return _messages.GetValueOrDefault((channel, _fallback));
    }
}
