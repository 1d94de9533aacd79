using System.Collections.Immutable;
using System.Text;

namespace Referrals.Sharing;

/// <summary>A text with names in braces, such as <c>{referrer}</c>; <c>{{</c> and <c>}}</c> stand for braces.</summary>
internal sealed class MessageTemplate
{
    private readonly ImmutableArray<Part> _parts;

    private MessageTemplate(ImmutableArray<Part> parts) => _parts = parts;

    /// <summary>Whether the text could be read.</summary>
    internal bool IsWhole => !_parts.IsEmpty;

    /// <summary>The names that occur.</summary>
    internal IEnumerable<string> Names => _parts.Where(part => part.IsName).Select(part => part.Text);

    /// <summary>Reads a template, or says what is wrong with it.</summary>
    internal static string? TryParse(string text, out MessageTemplate template)
    {
        var parts = ImmutableArray.CreateBuilder<Part>();
        var literal = new StringBuilder();
        template = new MessageTemplate([]);
        for (var i = 0; i < text.Length; i++)
        {
            var doubled = i + 1 < text.Length && text[i + 1] == text[i];
            if (text[i] is '{' or '}' && doubled)
            {
                _ = literal.Append(text[i++]);
            }
            else if (text[i] == '{' && text.IndexOf('}', i) is var end and > 0)
            {
                parts.Add(new Part(literal.ToString(), IsName: false));
                parts.Add(new Part(text[(i + 1)..end], IsName: true));
                _ = literal.Clear();
                i = end;
            }
            else if (text[i] is '{' or '}')
            {
                return $"the brace at character {i + 1} has no partner; write {{{{ or }}}} for a brace.";
            }
            else
            {
                _ = literal.Append(text[i]);
            }
        }

        parts.Add(new Part(literal.ToString(), IsName: false));
        template = new MessageTemplate(parts.ToImmutable());
        return null;
    }

    /// <summary>The text with every name replaced, each literal and value written as the place needs it.</summary>
    internal string Fill(Func<string, string> valueOf, Func<string, string> literal) =>
        string.Concat(_parts.Select(part => part.IsName ? valueOf(part.Text) : literal(part.Text)));

    private readonly record struct Part(string Text, bool IsName);
}

/// <summary>
/// Reads the templates of messages and says what is wrong with them, so that nothing can go wrong in front of a
/// customer.
/// </summary>
/// <param name="ownNames">The names that the host has declared.</param>
/// <param name="faults">Gets a sentence for each fault.</param>
internal sealed class MessageCheck(IEnumerable<string> ownNames, List<string> faults)
{
    private readonly HashSet<string> _ownNames = [.. ownNames];

    internal LocalMessage Read(Channel channel, string culture, string text, string? subject)
    {
        var place = $"The message for {(channel.IsDefault ? "no channel" : channel)} in '{culture}'";
        if (channel.IsDefault || culture.Length is < 2 or > 35 || !culture.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            faults.Add($"{place} requires a channel, and a culture such as 'de' or 'de-AT'.");
        }

        if (subject is null && channel == ShareChannels.Email)
        {
            faults.Add($"{place} requires a subject.");
        }

        var message = new LocalMessage(channel, culture, subject is null ? null : Parse(place, subject), Parse(place, text));
        if (message.Text.IsWhole && !message.Text.Names.Any(name => name is "link" or "code"))
        {
            faults.Add($"{place} has neither {{link}} nor {{code}}, so nobody could use it.");
        }

        CheckLength(message, channel);
        return message;
    }

    private MessageTemplate Parse(string place, string text)
    {
        if (MessageTemplate.TryParse(text, out var template) is { } fault)
        {
            faults.Add($"{place} cannot be read: {fault}");
        }

        foreach (var name in template.Names.Where(name => !ShareValues.Names.Contains(name) && !_ownNames.Contains(name)))
        {
            faults.Add($"{place} has {{{name}}}, which stands for nothing. There are "
                + $"{string.Join(", ", ShareValues.Names.Union(_ownNames))}; declare others with Value.");
        }

        return template;
    }

    /// <summary>A copied message also serves the channels that have none of their own.</summary>
    internal void CopiesFit(IReadOnlyCollection<LocalMessage> messages)
    {
        foreach (var copy in messages.Where(message => message.Channel == ShareChannels.Copy))
        {
            foreach (var channel in ChannelRules.Narrow.Except(messages.Select(message => message.Channel)))
            {
                CheckLength(copy, channel);
            }
        }
    }

    /// <summary>Whether the message fits once its values are cut as far as they may be.</summary>
    private void CheckLength(LocalMessage message, Channel channel)
    {
        var weight = message.Weigh(channel, name => new string('x', name switch
        {
            "link" => ShareValues.UsualLink,
            "code" => ShareValues.MaxCode,
            _ => ShareValues.MinText,
        }));
        if (weight > ChannelRules.Limit(channel))
        {
            faults.Add($"The message for {message.Channel} in '{message.Culture}' is too long for {channel}: it would have "
                + $"{weight} characters with short values, and {ChannelRules.Limit(channel)} are allowed.");
        }
    }
}

/// <summary>
/// How long messages may be on a channel, and the link that opens the channel's own window with the message in it.
/// </summary>
internal static class ChannelRules
{
    /// <summary>What X counts for any link, as its developer documentation says ("Counting characters").</summary>
    private const int LinkOnX = 23;

    /// <summary>RFC 5322, section 2.1.1: a line of a header should have no more than 78 characters.</summary>
    internal const int MaxSubject = 78;

    /// <summary>The channels whose limit is closer than that of a copied message.</summary>
    internal static IReadOnlyList<Channel> Narrow { get; } = [ShareChannels.Sms, ShareChannels.X];

    /// <summary>
    /// The most that a message may weigh: two parts of a text message with characters of any language (3GPP TS 23.040:
    /// 67 in each) and two more for a long link; 280 on X; 3,000 on LinkedIn; else what fits into a link of any mailer
    /// or messenger.
    /// </summary>
    internal static int Limit(Channel channel) =>
        channel == ShareChannels.Sms ? 4 * 67
        : channel == ShareChannels.X ? 280
        : channel == ShareChannels.LinkedIn ? 3_000
        : 1_500;

    /// <summary>How much a text weighs on a channel; <paramref name="isLink"/> for the link itself.</summary>
    internal static int Weigh(Channel channel, string text, bool isLink)
    {
        if (channel != ShareChannels.X)
        {
            return text.Length;
        }

        return isLink ? LinkOnX : text.EnumerateRunes().Sum(rune => IsLightOnX(rune.Value) ? 1 : 2);
    }

    /// <summary>The link that opens the channel's window; <c>null</c> where the channel has none.</summary>
    internal static string? Intent(Channel channel, string? subject, string text, string link)
    {
        var escaped = SafeText.ForUrl(text);
        return channel.ToString() switch
        {
            // RFC 6068: line breaks are %0D%0A.
            "email" => $"mailto:?subject={SafeText.ForUrl(subject ?? string.Empty)}"
                + $"&body={SafeText.ForUrl(text.ReplaceLineEndings("\r\n"))}",
            // RFC 5724 has ?body=, iOS wants &body=; both read this.
            "sms" => $"sms:?&body={escaped}",
            "whatsapp" => $"https://wa.me/?text={escaped}",
            "x" => $"https://x.com/intent/post?text={escaped}",
            // Facebook and LinkedIn take the link only and make the preview from the page.
            "facebook" => $"https://www.facebook.com/sharer/sharer.php?u={SafeText.ForUrl(link)}",
            "linkedin" => $"https://www.linkedin.com/sharing/share-offsite/?url={SafeText.ForUrl(link)}",
            _ => null,
        };
    }

    /// <summary>The characters that X counts once: Latin and its neighbours, and common punctuation.</summary>
    private static bool IsLightOnX(int character) =>
        character is <= 4351 or (>= 8192 and <= 8205) or (>= 8208 and <= 8223) or (>= 8242 and <= 8247);
}
