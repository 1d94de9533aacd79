using System.Text;
using Referrals.Pipeline;
using Referrals.Webhooks.Signing;

namespace Referrals.Webhooks.Tests.Signing;

public sealed class WebhookSecretTests
{
    internal const string K1 = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    internal const string K2 = "whsec_//79/Pv6+fj39vX08/Lx8O/u7ezr6uno5+bl5OPi4eA=";
    internal const string Reward = """{"type":"reward.granted","timestamp":"2025-11-29T07:00:00Z","data":{"rewardId":"R1","amount":"10.00","unit":"EUR"}}""";

    /// <summary>
    /// The first row is the example of the Standard Webhooks specification. All were computed by Python's hmac and signed again with equal values by the npm package standardwebhooks
    /// 1.1.1.
    /// </summary>
    [Theory]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLdJP", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}""", "v1,yyaLWJv8xMs4qZUn83CjSaw2t0dB9vzSEvjKoIpha1s=")]
    [InlineData(K1, "evt_01", 1764399600, Reward, "v1,J9u83c5/yr4vxS9W4zKVJ7BFAlLhaQM5lb0DuRwtzNQ=")]
    [InlineData(K2, "evt_01", 1764399600, Reward, "v1,btqdT6inT0SJH/dmVe9L6Bu+hZ8sPMuDgrPKiXdj/cE=")]
    [InlineData(K1, "evt_02", 1764399600, """{"name":"Zoë 🎁"}""", "v1,BLStZl645UgMR8r7BW8J20SjQe3EohLZAkSDioh+L98=")]
    [InlineData(K1, "evt_03", 1764399600, "", "v1,bk75M8jF377gaKiM+kNUZOIZPwk/Ln8suATwSwngFx8=")]
    public void Vectors_are_signed_alike(string secret, string id, long timestamp, string body, string signature)
    {
        Assert.Equal(signature, WebhookSecret.Parse(secret).Sign(id, timestamp, Encoding.UTF8.GetBytes(body)));
    }

    [Fact]
    public void Text_form_is_read_back_with_or_without_the_prefix()
    {
        var secret = WebhookSecret.Generate();

        Assert.Equal(secret, WebhookSecret.Parse(secret.Reveal()));
        Assert.Equal(secret, WebhookSecret.Parse(secret.Reveal()[WebhookSecret.Prefix.Length..]));
        Assert.StartsWith("whsec_", secret.Reveal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Generated_secrets_differ_and_have_32_bytes()
    {
        var secrets = Enumerable.Range(0, 100).Select(_ => WebhookSecret.Generate()).ToList();

        Assert.Equal(100, secrets.Distinct().Count());
        Assert.All(secrets, secret => Assert.Equal(32, Convert.FromBase64String(secret.Reveal()["whsec_".Length..]).Length));
        Assert.Equal(WebhookSecret.Generate(new SeededRandomness(1)), WebhookSecret.Generate(new SeededRandomness(1)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("whsec_AAEC")]
    [InlineData("whsec_not base64 at all, whatever it may be")]
    [InlineData("whsk_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")]
    [InlineData("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n")]
    public void Text_that_is_no_secret_is_refused_and_not_repeated(string text)
    {
        Assert.False(WebhookSecret.TryParse(text, out _));
        var refusal = Assert.Throws<FormatException>(() => WebhookSecret.Parse(text));
        Assert.True(text.Length < 7 || !refusal.Message.Contains(text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(23, false)]
    [InlineData(24, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Key_has_24_to_64_bytes(int length, bool valid)
    {
        var key = new byte[length];
        Assert.Equal(valid, WebhookSecret.TryParse("whsec_" + Convert.ToBase64String(key), out _));
        Assert.Equal(valid, Record.Exception(() => WebhookSecret.From(key)) is null);
    }

    [Fact]
    public void Printed_secret_shows_nothing()
    {
        var secret = WebhookSecret.Parse(K1);

        Assert.Equal("whsec_***", $"{secret}");
        Assert.DoesNotContain("AAEC", $"{new WebhookKey(secret, null)}", StringComparison.Ordinal);
    }

    [Fact]
    public void Id_with_a_dot_is_not_signed() =>
        Assert.Contains("'a.b'", Assert.Throws<ArgumentException>(() => WebhookSecret.Parse(K1).Sign("a.b", 1, [])).Message, StringComparison.Ordinal);
}
