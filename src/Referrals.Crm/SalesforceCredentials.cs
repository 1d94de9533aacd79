using Referrals.Crm.Salesforce;
using Referrals.Crm.Sending;

namespace Referrals.Crm;

/// <summary>
/// How access tokens of Salesforce are had: both ways are for servers and need an External Client App. Secrets are asked for each time and never kept.
/// </summary>
public sealed class SalesforceCredentials
{
    private SalesforceCredentials(ITokenSource source) => Source = source;

    internal ITokenSource Source { get; }

    /// <summary>The client credentials flow: the app acts as its run-as user.</summary>
    /// <param name="myDomain">The organization's My Domain, such as <c>https://shop.my.salesforce.com</c>.</param>
    /// <param name="clientId">The app's consumer key.</param>
    /// <param name="secret">Gives the app's consumer secret.</param>
    /// <exception cref="ArgumentException">The address is not one.</exception>
    public static SalesforceCredentials ClientCredentials(Uri myDomain, string clientId, Func<CancellationToken, ValueTask<string>> secret)
    {
        ArgumentNullException.ThrowIfNull(myDomain);
        ArgumentException.ThrowIfNullOrEmpty(clientId);
        ArgumentNullException.ThrowIfNull(secret);
        return new(new SalesforceTokens(CrmOptions.CheckAddress(myDomain, nameof(myDomain)), async (_, cancellationToken) => new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = clientId,
            ["client_secret"] = await secret(cancellationToken).ConfigureAwait(false),
        }));
    }

    /// <summary>The JWT bearer flow: a key of the app signs for a user who has approved it.</summary>
    /// <param name="login">Where to log in: <c>https://login.salesforce.com</c>, <c>https://test.salesforce.com</c> for a sandbox, or My Domain.</param>
    /// <param name="clientId">The app's consumer key.</param>
    /// <param name="user">The user's name in Salesforce.</param>
    /// <param name="privateKey">Gives the app's RSA private key in PEM.</param>
    /// <exception cref="ArgumentException">The address is not one.</exception>
    public static SalesforceCredentials JwtBearer(Uri login, string clientId, string user, Func<CancellationToken, ValueTask<string>> privateKey)
    {
        ArgumentNullException.ThrowIfNull(login);
        ArgumentException.ThrowIfNullOrEmpty(clientId);
        ArgumentException.ThrowIfNullOrEmpty(user);
        ArgumentNullException.ThrowIfNull(privateKey);
        var address = CrmOptions.CheckAddress(login, nameof(login));
        return new(new SalesforceTokens(address, async (now, cancellationToken) => new Dictionary<string, string>
        {
            ["grant_type"] = "urn:ietf:params:oauth:grant-type:jwt-bearer",
            ["assertion"] = SalesforceTokens.Assertion(
                clientId, user, address.GetLeftPart(UriPartial.Authority), now, await privateKey(cancellationToken).ConfigureAwait(false)),
        }));
    }
}
