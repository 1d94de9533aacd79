namespace Referrals.Sharing;

/// <summary>The signature of a link as it stands in the URL, unverified.</summary>
/// <param name="KeyId">Which key it was made with.</param>
/// <param name="Expiry">Until when the link is good, in seconds since 1970.</param>
/// <param name="Signature">The signature in base64url.</param>
internal readonly record struct LinkSeal(string? KeyId, string? Expiry, string? Signature)
{
    internal const string LandingParameter = "ref_to";
    internal const string KeyParameter = "ref_key";
    internal const string ExpiryParameter = "ref_exp";
    internal const string SignatureParameter = "ref_sig";

    internal static bool IsOurs(string parameter) =>
        parameter is LandingParameter or KeyParameter or ExpiryParameter or SignatureParameter;
}
