namespace Referrals.Sharing.Messages;

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
