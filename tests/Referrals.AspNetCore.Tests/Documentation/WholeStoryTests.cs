using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Referrals.AspNetCore.Tests.Hosting;
using Referrals.EntityFrameworkCore;
using Referrals.Testing;

namespace Referrals.AspNetCore.Tests.Documentation;

/// <summary>The application of the documentation, from the link to the refund, as it stands there.</summary>
public sealed class WholeStoryTests
{
    private static WebApplication Build(string[] args, string connection, ReferralProgram program, Action<WebApplicationBuilder> inTests)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddAuthentication("Cookies").AddCookie();
        builder.Services.AddDbContext<ReferralsDbContext>(o => o.UseSqlite(connection));
        builder.Services.AddReferrals(r => r.AddProgram(program))
            .UseEntityFrameworkCore<ReferralsDbContext>()
            .AddBackgroundProcessing()
            .AddWeb(o => o.Customer = WebCustomer.FromClaim(ClaimTypes.NameIdentifier));

        inTests(builder);
        var app = builder.Build();
        app.UseAuthentication();
        app.UseReferrals();
        app.MapReferrals("/referrals");
        app.MapPost("/register", async (HttpContext context, ReferralEngine referrals, string id) =>
        {
            await context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, id)], "Cookies")));
            return (await referrals.SignUpAsync(context, SignUp.Of(CustomerId.From(id)))).Code;
        });
        app.MapPost("/orders", async (HttpContext context, ReferralEngine referrals, string id, decimal total) =>
        {
            var customer = CustomerId.From(context.User.FindFirstValue(ClaimTypes.NameIdentifier)!);
            return (await referrals.ConvertAsync(context, Conversion.Of(customer, id, "purchase", Amount.Of(total, "EUR")))).Code;
        });
        app.MapPost("/refunds", async (ReferralEngine referrals, string order) =>
            (await referrals.RefundAsync(Refund.OfWhole("refund-" + order, order))).Code);
        return app;
    }

    [Fact]
    public async Task Few_lines_carry_the_story_from_the_link_to_the_refund()
    {
        var program = ReferralProgram.Create("spring", p => p
            .Links("https://shop.example/referrals/r/{code}")
            .Qualify(q => q.On("purchase").First().AtLeast(50, "EUR"))
            .RewardReferrer(r => r.Flat(10, "EUR").HeldFor(TimePeriod.Days(14)))
            .RewardReferee(r => r.Flat(5, "EUR")));
        var clock = new FakeClock(Instant.FromUtc(2026, 3, 1, 9, 0));
        var folder = Directory.CreateTempSubdirectory("story-");
        await using (var app = Build([], $"Data Source={Path.Combine(folder.FullName, "shop.db")};Pooling=False", program, builder =>
        {
            builder.WebHost.UseTestServer();
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton<IClock>(clock);
        }))
        {
            await using (var scope = app.Services.CreateAsyncScope())
            {
                await scope.ServiceProvider.GetRequiredService<ReferralsDbContext>().Database.CreateReferralsSchemaAsync();
            }

            await app.StartAsync();
            var (ann, bob) = (new Browser(app.GetTestServer(), "shop.example"), new Browser(app.GetTestServer(), "shop.example"));
            _ = await PostAsync(ann, "/register?id=ann");
            _ = await ann.SubmitAsync(await ann.PageAsync("/referrals/me"), "form");
            var link = (await ann.PageAsync("/referrals/me")).GetElementById("referrals-link")!.GetAttribute("value")!;
            Assert.Equal(HttpStatusCode.Found, (await bob.GetAsync(link)).StatusCode);
            Assert.Equal("sign_up.referred", await PostAsync(bob, "/register?id=bob"));
            Assert.Equal("conversion.rewarded", await PostAsync(bob, "/orders?id=order-1&total=80"));
            Assert.Contains(await StateAsync(), (string[])["Available from 15 March 2026", "Available from March 15, 2026"]); // as the machine writes dates
            clock.Advance(Duration.FromDays(14));
            Assert.Equal("Available", await StateAsync());
            Assert.Equal("refund.reversed", await PostAsync(bob, "/refunds?order=order-1"));
            Assert.Equal("Taken back", await StateAsync());

            async Task<string> StateAsync() =>
                (await ann.PageAsync("/referrals/me")).QuerySelectorAll("table.referrals-list")[1].QuerySelector(".referrals-state")!.TextContent;
        }

        folder.Delete(recursive: true);
    }

    private static async Task<string> PostAsync(Browser browser, string path)
    {
        var answer = await browser.SendAsync(HttpMethod.Post, path);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}: {text}");
        return text.Trim('"');
    }
}
