namespace Referrals.Sharing.Messages;

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
            faults.Add($"{place} takes a channel, and a culture such as 'de' or 'de-AT'.");
        }

        if (subject is null && channel == ShareChannels.Email)
        {
            faults.Add($"{place} takes a subject.");
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
