using Referrals.Crm.HubSpot;
using Referrals.Crm.Sending;

namespace Referrals.Crm;

/// <summary>How access tokens of HubSpot are had. Secrets are asked for each time and never kept.</summary>
public sealed class HubSpotCredentials
{
    private HubSpotCredentials(Func<Uri, ITokenSource> source) => Source = source;

    /// <summary>Makes the source for the address of HubSpot.</summary>
    internal Func<Uri, ITokenSource> Source { get; }

    /// <summary>A token that does not end by itself: that of a service key, of an app with static authentication, or of a legacy private app.</summary>
    /// <param name="token">Gives the token; asked again after HubSpot has refused the one before.</param>
    public static HubSpotCredentials AccessToken(Func<CancellationToken, ValueTask<string>> token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return new(address => new HubSpotKey(address, token));
    }

    /// <summary>The refresh token of an OAuth app that was installed: gives access tokens of 30 minutes.</summary>
    /// <param name="clientId">The app's client id.</param>
    /// <param name="clientSecret">Gives the app's client secret.</param>
    /// <param name="refreshToken">Gives the refresh token that the installation gave.</param>
    public static HubSpotCredentials RefreshToken(
        string clientId, Func<CancellationToken, ValueTask<string>> clientSecret, Func<CancellationToken, ValueTask<string>> refreshToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(clientId);
        ArgumentNullException.ThrowIfNull(clientSecret);
        ArgumentNullException.ThrowIfNull(refreshToken);
        return new(address => new HubSpotRefresh(address, clientId, clientSecret, refreshToken));
    }
}
