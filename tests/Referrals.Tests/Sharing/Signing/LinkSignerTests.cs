using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Referrals.Codes;
using Referrals.Sharing;

namespace Referrals.Tests.Sharing.Signing;

public class LinkSignerTests
{
    private static readonly ReferralCode Code = ReferralCode.From("K7M2XQ9TD");
    private static readonly Instant Expiry = Instant.FromUnixTimeSeconds(1_800_000_000);
    private static readonly Instant Before = Expiry - Duration.FromSeconds(1);
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    private static readonly byte[] OtherKey = [.. Enumerable.Range(2, 32).Select(i => (byte)i)];
    private static readonly LinkTemplate Template = LinkTemplate.Parse("https://shop.example/r/{code}?utm_medium={channel}");
    private static readonly LinkSigner Signer = LinkSigner.Create("k1", Key);

    private static string Link { get; } = Signer.Build(Template, Code, Expiry, ShareChannels.Email, "/shoes/4 2");

    [Fact]
    public void A_signed_link_is_read_and_verified()
    {
        var reading = Template.Read(Link);

        Assert.Equal("K7M2XQ9TD", reading.CodeText);
        Assert.Equal(ShareChannels.Email, reading.Channel);
        Assert.Equal("/shoes/4 2", reading.Landing);
        Assert.Equal(SignatureStatus.Valid, Signer.Verify(reading, Before));
        Assert.Equal(SignatureStatus.Valid, Signer.Verify(Template.Read(Link + "&fbclid=x#y"), Before));
        Assert.Equal(SignatureStatus.Valid, Signer.Verify(Template.Read(Link.Replace("K7M2XQ9TD", "k7m2xq9td", StringComparison.Ordinal)), Before));
    }

    /// <summary>
    /// Computed here once more, from the description: fields with four bytes of length before each, first 16 bytes of
    /// the HMAC.
    /// </summary>
    [Fact]
    public void The_signature_is_the_one_described()
    {
        var message = new MemoryStream();
        foreach (var field in new[] { "referral link 1", "k1", "1800000000", "K7M2XQ9TD", "email", "/shoes/4 2" })
        {
            message.Write([0, 0, 0, (byte)field.Length]);
            message.Write(Encoding.ASCII.GetBytes(field));
        }

        var expected = Convert.ToBase64String(HMACSHA256.HashData(Key, message.ToArray()), 0, 16)
            .Replace('+', '-').Replace('/', '_').TrimEnd('=');
        Assert.EndsWith($"&ref_to=%2Fshoes%2F4%202&ref_key=k1&ref_exp=1800000000&ref_sig={expected}", Link, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_is_good_until_its_expiry()
    {
        Assert.Equal(SignatureStatus.Valid, Signer.Verify(Template.Read(Link), Before));
        Assert.Equal(SignatureStatus.Expired, Signer.Verify(Template.Read(Link), Expiry));
    }

    [Theory]
    [InlineData("K7M2XQ9TD", "K7M2XQ9TE")]
    [InlineData("utm_medium=email", "utm_medium=sms")]
    [InlineData("shoes", "boots")]
    [InlineData("ref_exp=1800000000", "ref_exp=1900000000")]
    [InlineData("ref_exp=1800000000", "ref_exp=never")]
    [InlineData("ref_sig=", "ref_sig=A")]
    [InlineData("ref_sig=", "ref_sig=%00")]
    public void A_changed_link_is_forged(string part, string other) =>
        Assert.Equal(SignatureStatus.Forged, Signer.Verify(Template.Read(Link.Replace(part, other, StringComparison.Ordinal)), Before));

    [Fact]
    public void Every_changed_character_of_the_signature_is_noticed()
    {
        var start = Link.IndexOf("ref_sig=", StringComparison.Ordinal) + "ref_sig=".Length;
        for (var i = start; i < Link.Length - 1; i++)
        {
            var changed = Link[..i] + (Link[i] == 'x' ? 'y' : 'x') + Link[(i + 1)..];
            Assert.Equal(SignatureStatus.Forged, Signer.Verify(Template.Read(changed), Before));
        }
    }

    [Fact]
    public void A_link_without_a_whole_signature_is_not_signed()
    {
        Assert.Equal(SignatureStatus.NotSigned, Signer.Verify(Template.Read(Template.Build(Code)), Before));
        Assert.Equal(SignatureStatus.NotSigned, Signer.Verify(Template.Read(Link.Replace("ref_key", "x", StringComparison.Ordinal)), Before));
        Assert.Equal(SignatureStatus.NotSigned, Signer.Verify(default, Before));
    }

    [Fact]
    public void Keys_can_be_changed()
    {
        var next = LinkSigner.Create("k2", OtherKey);

        Assert.Equal(SignatureStatus.UnknownKey, next.Verify(Template.Read(Link), Before));
        Assert.Equal(SignatureStatus.Valid, next.Accepting("k1", Key).Verify(Template.Read(Link), Before));
        Assert.Equal(SignatureStatus.Forged, next.Accepting("k1", OtherKey).Verify(Template.Read(Link), Before));
        Assert.Contains("ref_key=k2&", next.Accepting("k1", Key).Build(Template, Code, Expiry), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => next.Accepting("k2", Key));
    }

    [Fact]
    public void Short_keys_and_odd_ids_are_refused()
    {
        Assert.Throws<ArgumentException>(() => LinkSigner.Create("k1", Key.AsSpan(0, 31)));
        Assert.Throws<ArgumentException>(() => LinkSigner.Create("k 1", Key));
        Assert.Throws<ArgumentException>(() => LinkSigner.Create(string.Empty, Key));
    }
}
