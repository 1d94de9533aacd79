namespace Referrals.Sharing;

/// <summary>The codes of the checks of this stage.</summary>
internal static class SharingCodes
{
    internal const string Signature = "sharing.signature";
}
