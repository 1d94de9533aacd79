using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Referrals.AspNetCore.Tests.Hosting;
using Referrals.Sharing;

namespace Referrals.AspNetCore.Tests.Documentation;

/// <summary>The code of the documentation, as it stands there, in hosts that start.</summary>
public sealed class FrontDoorTests
{
    [Fact]
    public async Task Few_lines_of_the_readme_serve_everything()
    {
        var program = Shop.Program;
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddAuthentication().AddCookie();
        builder.Services.AddReferrals(r => r.AddProgram(program))
            .AddWeb(o => o.Customer = WebCustomer.FromClaim(ClaimTypes.NameIdentifier));

        var app = builder.Build();
        app.UseAuthentication();
        app.UseReferrals();
        app.MapReferrals("/referrals");
        app.MapPost("/register", async (HttpContext context, ReferralEngine referrals, string id) =>
        {
            var customer = CustomerId.From(id);
            var decision = await referrals.SignUpAsync(context, SignUp.Of(customer));
            return decision.Code;
        });

        await app.StartAsync();
        await using (app)
        {
            var page = await new Browser(app.GetTestServer(), "shop.example").PageAsync("/referrals/welcome");
            Assert.Contains("spring", page.Title, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Options_of_the_documentation_are_taken()
    {
        await using var shop = await Shop.StartAsync(o =>
        {
            o.Landing = LandingPages.Of("https://shop.example/hello").WithPage("shoes", "https://shop.example/sale/shoes");
            o.SignUpPath = "/register";
            o.ProductName = "Example Shop";
            o.HomePath = "/";
            o.PreviewImage = "https://shop.example/offer.png";
            o.CookieLifetime = TimeSpan.FromDays(60);

            o.Leaderboard = new ParticipantLeaderboard { Take = 5 };
            var fingerprint = string.Join(':', Enumerable.Repeat("0A", 32));
            o.AppleApps.Add("A1B2C3D4E5.com.example.shop");
            o.AndroidApps["com.example.shop"] = [fingerprint];
        });

        var answer = await shop.Browse().GetAsync($"/referrals/r/{await shop.EnrollAsync("ann")}");

        Assert.Contains("max-age=5184000", answer.Headers.GetValues("Set-Cookie").Single(), StringComparison.Ordinal);
    }
}
