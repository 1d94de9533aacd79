using Referrals.Codes;

namespace Referrals.Sharing;

/// <summary>What a URL says about a referral. <c>default</c> says nothing.</summary>
public readonly record struct LinkReading
{
    internal LinkReading(string codeText, Channel channel)
    {
        CodeText = codeText;
        Channel = channel;
    }

    /// <summary>
    /// The code as it stands in the URL; <c>null</c> where the URL has none. Give it to <see cref="CodeFormat.Parse"/>: a URL
    /// can be edited by whoever opens it.
    /// </summary>
    public string? CodeText { get; }

    /// <summary>The channel that the link was shared on; <c>default</c> where the URL does not say.</summary>
    public Channel Channel { get; }

    /// <summary>Whether the URL has a code.</summary>
    public bool HasCode => CodeText is not null;
}
