namespace Referrals.Sharing;

/// <summary>The codes of the checks of this stage.</summary>
internal static class SharingCodes
{
    internal const string Signature = "sharing.signature";
    internal const string LinkOfUnknownHost = "link.unknown_host";
    internal const string LinkWithoutCode = "link.no_code";
}
