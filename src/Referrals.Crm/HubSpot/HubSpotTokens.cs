using NodaTime;
using Referrals.Crm.Sending;

namespace Referrals.Crm.HubSpot;

/// <summary>A token that the application has.</summary>
internal sealed class HubSpotKey(Uri address, Func<CancellationToken, ValueTask<string>> token) : ITokenSource
{
    public async ValueTask<TokenAnswer> GetAsync(HttpClient client, Instant now, CancellationToken cancellationToken) =>
        new(new AccessToken(await token(cancellationToken).ConfigureAwait(false), address, null), null);
}

/// <summary>Exchanges a refresh token for access tokens.</summary>
internal sealed class HubSpotRefresh(
    Uri address,
    string clientId,
    Func<CancellationToken, ValueTask<string>> clientSecret,
    Func<CancellationToken, ValueTask<string>> refreshToken) : ITokenSource
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async ValueTask<TokenAnswer> GetAsync(HttpClient client, Instant now, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/oauth/v1/token"))
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "refresh_token",
                ["client_id"] = clientId,
                ["client_secret"] = await clientSecret(cancellationToken).ConfigureAwait(false),
                ["refresh_token"] = await refreshToken(cancellationToken).ConfigureAwait(false),
            }),
        };
        var answer = await CrmHttp.SendAsync(client, message, Patience, cancellationToken).ConfigureAwait(false);
        var body = HubSpotJson.Read(answer.Body, HubSpotJson.Default.TokenBody);
        if (answer.Status == 200 && body is { AccessToken: { Length: > 0 } token })
        {
            return new TokenAnswer(new AccessToken(token, address, body.ExpiresIn is { } seconds ? now + Duration.FromSeconds(seconds) : null), null);
        }

        var isRevoked = answer.Status is 400 or 401 or 403;
        var words = body?.Message ?? body?.ErrorDescription ?? answer.Failure ?? $"The token endpoint answered {answer.Status}.";
        return new TokenAnswer(null, new CrmPause(Duration.FromMinutes(isRevoked ? 15 : 1), CrmCodes.NoToken, $"{body?.Status ?? body?.Error}: {words}".TrimStart(':', ' '), isRevoked));
    }
}
