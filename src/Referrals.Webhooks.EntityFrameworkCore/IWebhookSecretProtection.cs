namespace Referrals.Webhooks.EntityFrameworkCore;

/// <summary>
/// Encrypts the secrets of endpoints before they are stored, such as with ASP.NET Core Data Protection. Register one as a
/// singleton; without it they are stored as text, since signing needs the key itself.
/// </summary>
/// <remarks>
/// What was stored before it was registered cannot be read by it unless its <see cref="Unprotect"/> lets such text through.
/// </remarks>
public interface IWebhookSecretProtection
{
    /// <summary>Encrypts a text.</summary>
    string Protect(string text);

    /// <summary>Gives back the text that <see cref="Protect"/> was given.</summary>
    string Unprotect(string text);
}
