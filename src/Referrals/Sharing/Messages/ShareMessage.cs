namespace Referrals.Sharing.Messages;

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
