using System.Collections.Immutable;

namespace Referrals.Sharing.Messages;

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
            faults.Add($"'{name}' is no name for a value: it takes letters only and is none of the built-in ones.");
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
