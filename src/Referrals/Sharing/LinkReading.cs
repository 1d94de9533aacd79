using Referrals.Codes;

namespace Referrals.Sharing;

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
