using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NodaTime;
using Referrals.Crm.Sending;

namespace Referrals.Crm.Salesforce;

/// <summary>Asks Salesforce for tokens. An answer says neither until when a token is good nor gives a refresh token.</summary>
internal sealed class SalesforceTokens(Uri login, Func<Instant, CancellationToken, ValueTask<Dictionary<string, string>>> form) : ITokenSource
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly Duration AssertionLife = Duration.FromMinutes(3);

    public async ValueTask<TokenAnswer> GetAsync(HttpClient client, Instant now, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(login, "/services/oauth2/token"))
        {
            Content = new FormUrlEncodedContent(await form(now, cancellationToken).ConfigureAwait(false)),
        };
        var answer = await CrmHttp.SendAsync(client, message, Patience, cancellationToken).ConfigureAwait(false);
        var body = SalesforceJson.Read(answer.Body, SalesforceJson.Default.TokenBody);
        if (answer.Status == 200 && body is { AccessToken: { Length: > 0 } token } && Uri.TryCreate(body.InstanceUrl, UriKind.Absolute, out var instance))
        {
            return Trusted(instance)
                ? new TokenAnswer(new AccessToken(token, instance, null), null)
                : Pause(Duration.FromMinutes(30), $"Salesforce names '{instance}' as the instance, which is neither https nor on this machine.", needsPeople: true);
        }

        // 400 and 401 are about the app or the user; everything else may pass.
        return answer.Status is 400 or 401 or 403
            ? Pause(Duration.FromMinutes(15), $"{body?.Error}: {body?.ErrorDescription}", needsPeople: true)
            : Pause(Duration.FromMinutes(1), answer.Failure ?? $"The token endpoint answered {answer.Status}.", needsPeople: false);
    }

    /// <summary>The signed word of the app that it acts for a user (RFC 7523).</summary>
    internal static string Assertion(string clientId, string user, string audience, Instant now, string pem)
    {
        var claims = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(claims))
        {
            writer.WriteStartObject();
            writer.WriteString("iss"u8, clientId);
            writer.WriteString("sub"u8, user);
            writer.WriteString("aud"u8, audience);
            writer.WriteNumber("exp"u8, (now + AssertionLife).ToUnixTimeSeconds());
            writer.WriteEndObject();
        }

        var content = $"{Base64Url.EncodeToString("""{"alg":"RS256"}"""u8)}.{Base64Url.EncodeToString(claims.WrittenSpan)}";
        using var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        return $"{content}.{Base64Url.EncodeToString(rsa.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private static bool Trusted(Uri instance) => instance.Scheme == Uri.UriSchemeHttps || instance.IsLoopback;

    private static TokenAnswer Pause(Duration time, string words, bool needsPeople) => new(null, new CrmPause(time, CrmCodes.NoToken, words, needsPeople));
}
