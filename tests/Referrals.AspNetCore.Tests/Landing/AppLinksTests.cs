using System.Net;
using Microsoft.AspNetCore.Builder;
using Referrals.AspNetCore.Tests.Hosting;

namespace Referrals.AspNetCore.Tests.Landing;

/// <summary>The files as Apple's "Supporting associated domains" and Google's "Digital asset links" describe them.</summary>
public sealed class AppLinksTests
{
    private static readonly string Fingerprint = string.Join(':', Enumerable.Repeat("0a", 32));

    [Fact]
    public async Task Telephones_read_which_applications_open_links()
    {
        await using var shop = await Shop.StartAsync(
            o =>
            {
                o.AppleApps.Add("A1B2C3D4E5.com.example.shop");
                o.AndroidApps["com.example.shop"] = [Fingerprint];
            },
            map: static app => app.MapReferralAppLinks("/referrals/r/{code}"));

        var apple = await shop.Browse().GetAsync("/.well-known/apple-app-site-association");
        var android = await shop.Browse().GetAsync("/.well-known/assetlinks.json");

        Assert.Equal(
            """{"applinks":{"details":[{"appIDs":["A1B2C3D4E5.com.example.shop"],"components":[{"/":"/referrals/r/*"}]}]}}""",
            await apple.Content.ReadAsStringAsync());
        Assert.Equal(
            """[{"relation":["delegate_permission/common.handle_all_urls"],"target":{"namespace":"android_app","package_name":"com.example.shop","sha256_cert_fingerprints":["FINGERPRINT"]}}]"""
                .Replace("FINGERPRINT", Fingerprint.ToUpperInvariant(), StringComparison.Ordinal),
            await android.Content.ReadAsStringAsync());
        Assert.All([apple, android], static answer => Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType!.ToString())));
    }

    [Fact]
    public async Task File_of_a_platform_without_an_application_is_not_there()
    {
        await using var shop = await Shop.StartAsync(
            static o => o.AppleApps.Add("A1B2C3D4E5.com.example.shop"), map: static app => app.MapReferralAppLinks("/r/{code}"));

        Assert.Equal(HttpStatusCode.NotFound, (await shop.Browse().GetAsync("/.well-known/assetlinks.json")).StatusCode);
    }

    [Theory]
    [InlineData("com.example.shop", null, "/r/{code}")]
    [InlineData("A1B2C3D4E5.com.example/shop", null, "/r/{code}")]
    [InlineData(null, "14:6D", "/r/{code}")]
    [InlineData(null, "", "/r/{code}")]
    [InlineData("A1B2C3D4E5.com.example.shop", null, "/r/")]
    [InlineData(null, null, "/r/{code}")]
    public async Task Wrong_options_stop_the_start(string? apple, string? fingerprint, string pattern) =>
        await Assert.ThrowsAsync<ReferralsException>(() => Shop.StartAsync(
            o =>
            {
                if (apple is not null)
                {
                    o.AppleApps.Add(apple);
                }

                if (fingerprint is not null)
                {
                    o.AndroidApps["com.example.shop"] = [fingerprint];
                }
            },
            map: app => app.MapReferralAppLinks(pattern)));

    [Fact]
    public async Task File_that_the_host_has_already_is_not_hidden()
    {
        var error = await Assert.ThrowsAsync<ReferralsException>(() => Shop.StartAsync(
            static o => o.AppleApps.Add("A1B2C3D4E5.com.example.shop"),
            map: static app =>
            {
                _ = app.MapGet("/.well-known/apple-app-site-association", static () => "{}");
                _ = app.MapReferralAppLinks("/r/{code}");
            }));

        Assert.Contains("/.well-known/apple-app-site-association", error.Message, StringComparison.Ordinal);
    }
}
