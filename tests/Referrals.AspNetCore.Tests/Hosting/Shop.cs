using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using Referrals.Storage;
using Referrals.Testing;

namespace Referrals.AspNetCore.Tests.Hosting;

/// <summary>
/// A host with the whole pipeline of ASP.NET Core in memory: routing, data protection, antiforgery and the web part. Who is signed in stands in
/// a header, <c>X-Customer</c>, as an upstream proxy would tell it.
/// </summary>
internal sealed class Shop : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Shop(WebApplication app, InMemoryReferralStore store, FakeClock clock)
    {
        _app = app;
        Store = store;
        Clock = clock;
    }

    internal static ReferralProgram Program { get; } = ReferralProgram.Create("spring", p => p
        .Links("https://shop.example/referrals/r/{code}?utm_medium={channel}")
        .Qualify(q => q.On("purchase").First().AtLeast(50, "EUR").Within(TimePeriod.Days(60)))
        .RewardReferrer(r => r.Flat(10, "EUR").AtMost(500, "EUR", per: TimeFrame.CalendarMonth))
        .RewardReferee(r => r.Flat(5, "EUR")));

    internal InMemoryReferralStore Store { get; }

    internal FakeClock Clock { get; }

    internal List<string> Logged { get; } = [];

    /// <summary>An engine over the same store, as the host's other code has it.</summary>
    internal ReferralEngine Engine => _app.Services.CreateScope().ServiceProvider.GetRequiredService<ReferralEngine>();

    internal Browser Browse(string host = "shop.example") => new(_app.GetTestServer(), host);

    internal static async Task<Shop> StartAsync(
        Action<ReferralsWebOptions>? web = null,
        Action<ReferralsOptions>? referrals = null,
        Action<WebApplication>? map = null,
        Action<WebApplication>? before = null,
        ReferralProgram? program = null)
    {
        var (store, clock) = (new InMemoryReferralStore(), new FakeClock(Instant.FromUtc(2026, 3, 1, 9, 0)));
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IClock>(clock);
        builder.Services.AddReferrals(r =>
            {
                r.AddProgram(program ?? Program);
                referrals?.Invoke(r);
            })
            .UseStore(store)
            .AddWeb(o =>
            {
                o.Customer = static context => ValueTask.FromResult(SignedIn(context));
                o.Culture = static context => CultureOf(context.Request.Headers.AcceptLanguage.ToString());
                web?.Invoke(o);
            });
        var app = builder.Build();
        before?.Invoke(app);
        app.UseReferrals();
        if (map is null)
        {
            app.MapReferrals("/referrals");
            app.MapGet("/", () => "shop");
            app.MapPost("/register", async (HttpContext context, ReferralEngine engine) =>
                (await engine.SignUpAsync(context, SignUp.Of(CustomerId.From(context.Request.Query["as"]!)))).Code);
        }
        else
        {
            map(app);
        }

        await app.StartAsync();
        return new Shop(app, store, clock);
    }

    internal async Task<string> EnrollAsync(string customer) =>
        (await Engine.EnrollAsync(Enrollment.Of(CustomerId.From(customer)))).Code.Value;

    internal async Task<IReadOnlyList<Fact>> FactsAsync(FactKind kind)
    {
        var facts = new List<Fact>();
        await foreach (var fact in Engine.Operations.ReadJournalAsync())
        {
            facts.Add(fact);
        }

        return [.. facts.Where(fact => fact.Kind == kind)];
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static WebCustomer? SignedIn(HttpContext context) =>
        CustomerId.TryFrom(context.Request.Headers["X-Customer"], out var id) ? WebCustomer.Of(id) : null;

    private static CultureInfo CultureOf(string language) =>
        language.Length == 0 ? CultureInfo.GetCultureInfo("en-GB") : CultureInfo.GetCultureInfo(language.Split(',')[0]);
}
