using System.Collections.Immutable;

namespace Referrals.Sharing;

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
            throw new ArgumentException("A message requires a channel that is not default.", nameof(channel));
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

/// <summary>A message as it goes out on a channel.</summary>
public sealed class ShareMessage
{
    internal ShareMessage(Channel channel, string culture, string? subject, string text, string html, string? intent)
    {
        Channel = channel;
        Culture = culture;
        Subject = subject;
        Text = text;
        Html = html;
        IntentLink = intent;
    }

    /// <summary>The channel it is for.</summary>
    public Channel Channel { get; }

    /// <summary>The culture it is written in, which is the fallback where the wanted one has no message.</summary>
    public string Culture { get; }

    /// <summary>The subject, of one line; <c>null</c> where the message has none.</summary>
    public string? Subject { get; }

    /// <summary>The message as plain text.</summary>
    public string Text { get; }

    /// <summary>The message as HTML, with all values escaped and the link to be clicked.</summary>
    public string Html { get; }

    /// <summary>
    /// The <c>mailto:</c>, <c>sms:</c> or web link that opens the channel's own window with the message in it;
    /// <c>null</c> where the channel has none. Facebook and LinkedIn take only the link from it.
    /// </summary>
    public string? IntentLink { get; }

    /// <summary>The plain text.</summary>
    public override string ToString() => Text;
}

/// <summary>Says what messages there are; used inside <see cref="ShareMessages.Create"/>.</summary>
public sealed class ShareMessagesBuilder
{
    private readonly List<(Channel Channel, string Culture, string Text, string? Subject)> _texts = [];
    private readonly Dictionary<string, string> _defaults = new(StringComparer.Ordinal);

    internal ShareMessagesBuilder()
    {
    }

    internal string FallbackCulture { get; private set; } = "en";

    internal IReadOnlyDictionary<string, string> Defaults => _defaults;

    /// <summary>
    /// The culture that every channel has a message in, for people of cultures that have none. Default <c>en</c>.
    /// </summary>
    public ShareMessagesBuilder Fallback(string culture)
    {
        ArgumentNullException.ThrowIfNull(culture);
        FallbackCulture = culture;
        return this;
    }

    /// <summary>
    /// A name of the host's own besides <c>referrer</c>, <c>program</c>, <c>reward</c>, <c>code</c> and <c>link</c>.
    /// </summary>
    /// <param name="name">The name, of letters only.</param>
    /// <param name="text">What it stands for where a share does not say.</param>
    public ShareMessagesBuilder Value(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        _defaults[name] = SafeText.ForLine(text);
        return this;
    }

    /// <summary>The message of a channel in a culture.</summary>
    /// <param name="channel">The channel. What is added for <see cref="ShareChannels.Copy"/> also serves channels
    /// without a message.</param>
    /// <param name="culture">Such as <c>de</c> or <c>de-AT</c>, which falls back to <c>de</c>.</param>
    /// <param name="text">The text, with names in braces; <c>{link}</c> or <c>{code}</c> must be one of them.</param>
    /// <param name="subject">The subject, for e-mail.</param>
    public ShareMessagesBuilder Add(Channel channel, string culture, string text, string? subject = null)
    {
        ArgumentNullException.ThrowIfNull(culture);
        ArgumentNullException.ThrowIfNull(text);
        _texts.Add((channel, culture, text, subject));
        return this;
    }

    /// <summary>
    /// Reads all templates; what is wrong with them is added to <paramref name="faults"/>, one sentence each.
    /// </summary>
    internal ImmutableArray<LocalMessage> Read(List<string> faults)
    {
        var check = new MessageCheck(_defaults.Keys, faults);
        foreach (var name in _defaults.Keys.Where(name => !IsFreeName(name)))
        {
            faults.Add($"'{name}' is not a valid name for a value: use letters only, and none of the built-in ones.");
        }

        var messages = _texts.Select(text => check.Read(text.Channel, text.Culture, text.Text, text.Subject)).ToImmutableArray();
        check.CopiesFit(messages);
        foreach (var same in messages.GroupBy(message => (message.Channel, message.Culture.ToUpperInvariant())))
        {
            if (same.Skip(1).Any())
            {
                faults.Add($"There are {same.Count()} messages for {same.First().Channel} in '{same.First().Culture}'.");
            }
        }

        var fallback = messages.Where(message => message.Culture.Equals(FallbackCulture, StringComparison.OrdinalIgnoreCase))
            .Select(message => message.Channel);
        foreach (var channel in messages.Select(message => message.Channel).Append(ShareChannels.Copy).Except(fallback))
        {
            if (!channel.IsDefault)
            {
                faults.Add($"There is no message for {channel} in the fallback culture '{FallbackCulture}'.");
            }
        }

        return messages;
    }

    private static bool IsFreeName(string name) =>
        name.Length > 0 && name.All(char.IsAsciiLetter) && !ShareValues.Names.Contains(name);
}

/// <summary>The messages that come with the library.</summary>
internal static class DefaultMessages
{
    internal static void AddTo(ShareMessagesBuilder messages)
    {
        Add(messages, "en", "{reward} for you at {program}", "{referrer} gives you {reward} at {program}: {link}",
            "Hi,\n\nI use {program} and thought you might like it. With my link you get {reward}:\n{link}\n\n{referrer}");
        Add(messages, "de", "{reward} für dich bei {program}", "{referrer} schenkt dir {reward} bei {program}: {link}",
            "Hallo,\n\nich nutze {program} und glaube, das ist auch etwas für dich. Mit meinem Link bekommst du "
            + "{reward}:\n{link}\n\n{referrer}");
        Add(messages, "fr", "{reward} pour toi chez {program}", "{referrer} t’offre {reward} chez {program} : {link}",
            "Bonjour,\n\nj’utilise {program} et je pense que ça te plaira. Avec mon lien, tu reçois {reward} :\n"
            + "{link}\n\n{referrer}");
        Add(messages, "es", "{reward} para ti en {program}", "{referrer} te regala {reward} en {program}: {link}",
            "Hola:\n\nUso {program} y creo que te gustará. Con mi enlace recibes {reward}:\n{link}\n\n{referrer}");
    }

    private static void Add(
        ShareMessagesBuilder messages, string culture, string subject, string text, string letter) => messages
        .Add(ShareChannels.Copy, culture, text)
        .Add(ShareChannels.Email, culture, letter, subject);
}

/// <summary>The message of one channel in one culture.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Culture">The culture, as it was written.</param>
/// <param name="Subject">The subject; <c>null</c> for none.</param>
/// <param name="Text">The text.</param>
internal sealed record LocalMessage(Channel Channel, string Culture, MessageTemplate? Subject, MessageTemplate Text)
{
    private static readonly int[] Cuts = [ShareValues.MaxText, 45, 30, 20, ShareValues.MinText];

    /// <summary>How much the message weighs on a channel with these values.</summary>
    internal int Weigh(Channel channel, Func<string, string> valueOf)
    {
        var weight = 0;
        _ = Text.Fill(
            name => Add(valueOf(name), name == "link"),
            literal => Add(literal, isLink: false));
        return weight;

        string Add(string text, bool isLink)
        {
            weight += ChannelRules.Weigh(channel, text, isLink);
            return string.Empty;
        }
    }

    /// <summary>The values, cut as far as it takes for the message to fit the channel.</summary>
    internal Func<string, string> Fit(Channel channel, Func<string, string> valueOf)
    {
        string Cut(string name, int max) => name is "link" or "code" ? valueOf(name) : ShareValues.Cut(valueOf(name), max);
        var max = Array.Find(Cuts, cut => Weigh(channel, name => Cut(name, cut)) <= ChannelRules.Limit(channel));
        return name => Cut(name, max == 0 ? ShareValues.MinText : max);
    }
}
