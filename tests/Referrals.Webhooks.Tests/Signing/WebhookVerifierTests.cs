using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Referrals.Webhooks.Delivery;
using Referrals.Webhooks.Signing;

namespace Referrals.Webhooks.Tests.Signing;

public sealed class WebhookVerifierTests
{
    private const string Old = "v1,J9u83c5/yr4vxS9W4zKVJ7BFAlLhaQM5lb0DuRwtzNQ=";
    private const string New = "v1,btqdT6inT0SJH/dmVe9L6Bu+hZ8sPMuDgrPKiXdj/cE=";
    private const string Asymmetric = "v1a,pAmj7HVePVWwuC+n3s7jKR7pwcQR+jqVAi+LFXzmNdLyXMdE3hk1aYpCBkrMWa2f6pG9EnUuoqg9St+5ePpNBg==";

    private static readonly WebhookSecret OldSecret = WebhookSecret.Parse(WebhookSecretTests.K1);
    private static readonly WebhookSecret NewSecret = WebhookSecret.Parse(WebhookSecretTests.K2);
    private static readonly Instant Now = Instant.FromUnixTimeSeconds(1764399600);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes(WebhookSecretTests.Reward);

    /// <summary>Rotation: both signatures in one header, in either order, are valid under the old key alone and under the new one alone.</summary>
    [Theory]
    [InlineData(New + " " + Old)]
    [InlineData(Old + " " + New)]
    [InlineData(Asymmetric + " " + New + " " + Old)]
    [InlineData("v2,abc " + Old + "  " + New)]
    [InlineData("v1,garbage v1, " + Old + " " + New)]
    public void Any_signature_of_the_list_may_fit(string header)
    {
        Assert.Equal(WebhookVerdict.Valid, Verify(OldSecret, header));
        Assert.Equal(WebhookVerdict.Valid, Verify(NewSecret, header));
    }

    [Theory]
    [InlineData(Old, WebhookVerdict.Valid)]
    [InlineData(New, WebhookVerdict.Forged)]
    [InlineData(Asymmetric, WebhookVerdict.UnknownVersion)]
    [InlineData("v1,J9u83c5/yr4vxS9W4zKVJ7BFAlLhaQM5lb0DuRwtzNA=", WebhookVerdict.Forged)]
    [InlineData("v1,", WebhookVerdict.Forged)]
    [InlineData("", WebhookVerdict.Malformed)]
    [InlineData("   ", WebhookVerdict.Malformed)]
    [InlineData("J9u83c5/yr4vxS9W4zKVJ7BFAlLhaQM5lb0DuRwtzNQ=", WebhookVerdict.Malformed)]
    [InlineData(null, WebhookVerdict.Malformed)]
    public void Signature_header_is_judged(string? header, WebhookVerdict verdict) => Assert.Equal(verdict, Verify(OldSecret, header));

    [Fact]
    public void More_than_16_signatures_are_refused()
    {
        Assert.Equal(WebhookVerdict.Valid, Verify(OldSecret, string.Join(' ', Enumerable.Repeat(New, 15).Append(Old))));
        Assert.Equal(WebhookVerdict.Malformed, Verify(OldSecret, string.Join(' ', Enumerable.Repeat(New, 16).Append(Old))));
    }

    [Theory]
    [InlineData(-301, WebhookVerdict.Stale)]
    [InlineData(-300, WebhookVerdict.Valid)]
    [InlineData(300, WebhookVerdict.Valid)]
    [InlineData(301, WebhookVerdict.Stale)]
    public void Timestamp_may_be_five_minutes_away(int seconds, WebhookVerdict verdict) =>
        Assert.Equal(verdict, new WebhookVerifier(OldSecret).Verify("evt_01", "1764399600", Old, Body, Now + Duration.FromSeconds(seconds)));

    [Theory]
    [InlineData("")]
    [InlineData("-1764399600")]
    [InlineData("+1764399600")]
    [InlineData("01764399600")]
    [InlineData("1764399600.0")]
    [InlineData("1764399600 ")]
    [InlineData("99999999999999999999999")]
    [InlineData("١٧٦٤٣٩٩٦٠٠")]
    [InlineData(null)]
    public void Timestamp_that_is_not_plain_digits_is_malformed(string? timestamp) =>
        Assert.Equal(WebhookVerdict.Malformed, new WebhookVerifier(OldSecret).Verify("evt_01", timestamp, Old, Body, Now));

    /// <summary>Else "a" + ".1." + body could be read as another id and timestamp under the same signature.</summary>
    [Theory]
    [InlineData("evt.01")]
    [InlineData("")]
    [InlineData(null)]
    public void Id_that_is_missing_or_holds_a_dot_is_malformed(string? id) =>
        Assert.Equal(WebhookVerdict.Malformed, new WebhookVerifier(OldSecret).Verify(id, "1764399600", Old, Body, Now));

    [Fact]
    public void Every_changed_bit_is_found()
    {
        for (var bit = 0; bit < Body.Length * 8; bit++)
        {
            var changed = Body.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(WebhookVerdict.Forged, new WebhookVerifier(OldSecret).Verify("evt_01", "1764399600", Old, changed, Now));
        }

        Assert.Equal(WebhookVerdict.Forged, new WebhookVerifier(OldSecret).Verify("evt_02", "1764399600", Old, Body, Now));
        Assert.Equal(WebhookVerdict.Forged, new WebhookVerifier(OldSecret).Verify("evt_01", "1764399601", Old, Body, Now));
    }

    [Fact]
    public void Headers_are_read_by_name()
    {
        var headers = new Dictionary<string, string?> { ["webhook-id"] = "evt_01", ["webhook-timestamp"] = "1764399600", ["webhook-signature"] = Old };

        Assert.Equal(WebhookVerdict.Valid, new WebhookVerifier(OldSecret).Verify(headers.GetValueOrDefault, Body, Now));
        Assert.Equal(WebhookVerdict.Malformed, new WebhookVerifier(OldSecret).Verify(_ => null, Body, Now));
    }

    /// <summary>No header and no body makes the verifier throw, and what it does not know it does not accept.</summary>
    [Fact]
    public void Arbitrary_text_is_never_valid_and_never_throws() => Prop.ForAll(
        ArbMap.Default.ArbFor<string?>(), ArbMap.Default.ArbFor<string?>(), ArbMap.Default.ArbFor<byte[]>(), (id, text, body) =>
        {
            foreach (var signature in new[] { text, "v1," + text, Old, Old + " " + text })
            {
                var verdict = new WebhookVerifier(OldSecret).Verify(id, text ?? "1764399600", signature, body, Now);
                Assert.NotEqual(WebhookVerdict.Valid, verdict);
            }
        }).QuickCheckThrowOnFailure();

    /// <summary>Whenever secrets are rotated and whenever a receiver changes over within the overlap: it accepts every attempt.</summary>
    [Fact]
    public void Receiver_accepts_every_attempt_of_a_rotation() => Prop.ForAll(
        Gen.Choose(0, 3_600).Two().ToArbitrary(), Gen.Choose(1, 3_600).ToArbitrary(), (times, overlap) =>
        {
            var (changesOverAt, sentAt) = times;
            var rotatedAt = Now;
            var before = new WebhookEndpoint
            {
                Id = "ep_1",
                CreatedAt = Now,
                StatusSince = Now,
                Settings = new WebhookSettings { Url = "https://shop.example/hooks" },
                Keys = [new WebhookKey(OldSecret, null)],
            };
            var endpoint = EndpointChanges.Rotated(before, NewSecret, rotatedAt, Duration.FromSeconds(overlap));
            var at = rotatedAt + Duration.FromSeconds(sentAt);
            var change = Math.Min(changesOverAt, overlap - 1);
            var knows = sentAt < change ? OldSecret : NewSecret;

            var timestamp = at.ToUnixTimeSeconds();
            var header = WebhookSignatures.Write(endpoint.SecretsAt(at), "evt_01", timestamp, Body);
            Assert.Equal(
                WebhookVerdict.Valid, new WebhookVerifier(knows).Verify("evt_01", timestamp.ToString(CultureInfo.InvariantCulture), header, Body, at));
            Assert.Equal(sentAt < overlap ? 2 : 1, header.Split(' ').Length);
        }).QuickCheckThrowOnFailure();

    private static WebhookVerdict Verify(WebhookSecret secret, string? header) =>
        new WebhookVerifier(secret).Verify("evt_01", "1764399600", header, Body, Now);
}
