namespace Referrals.Sharing.Messages;

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
