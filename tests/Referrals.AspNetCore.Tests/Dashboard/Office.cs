using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NodaTime;
using Referrals.AspNetCore.Dashboard;
using Referrals.AspNetCore.Tests.Hosting;
using Referrals.Storage;
using Referrals.Testing;

namespace Referrals.AspNetCore.Tests.Dashboard;

/// <summary>
/// A host with the dashboard, in memory. Who is signed in stands in the header <c>X-Operator</c>, and what they may do in <c>X-May</c>. Everybody in
/// the team may open the dashboard; each permission has a policy of its own.
/// </summary>
internal sealed class Office : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Office(WebApplication app, InMemoryReferralStore store, FakeClock clock, List<string> logged)
    {
        (_app, Store, Clock, Logged) = (app, store, clock, logged);
    }

    /// <summary>The second friend in a day is held; what a referrer earns is reviewed.</summary>
    internal static ReferralProgram Program { get; } = ReferralProgram.Create("spring", p => p
        .Links("https://shop.example/referrals/r/{code}")
        .Qualify(q => q.On("purchase").First().AtLeast(50, "EUR"))
        .RewardReferrer(r => r.Named("bring-a-friend").Flat(10, "EUR").Reviewed(TimePeriod.Days(10), WhenOverdue.Approve))
        .RewardReferee(r => r.Named("welcome").Flat(5, "EUR"))
        .Guard(g => g.Against(Guard.ReferralsPerReferrer(1, TimePeriod.Days(1))).Reviewed(TimePeriod.Days(7), WhenOverdue.Reject))
        .PayOut(PayoutRule.From(Amount.Of(10, "EUR"))));

    internal InMemoryReferralStore Store { get; }

    internal FakeClock Clock { get; }

    /// <summary>Everything that was logged, with its scopes' texts left out.</summary>
    internal List<string> Logged { get; }

    internal ReferralEngine Engine => _app.Services.CreateScope().ServiceProvider.GetRequiredService<ReferralEngine>();

    /// <summary>A browser of somebody who may do everything, unless told otherwise.</summary>
    internal Browser Browse(string? name = "mia", string may = "Review,Money,Publish,Erase")
    {
        var browser = new Browser(_app.GetTestServer(), "office.example");
        if (name is not null)
        {
            _ = browser.With("X-Operator", name).With("X-May", may);
        }

        return browser;
    }

    internal static async Task<Office> StartAsync(
        Action<WebApplication>? map = null,
        Action<ReferralsDashboardOptions>? dashboard = null,
        Action<ReferralsOptions>? referrals = null,
        string environment = "Production",
        ReferralProgram? program = null)
    {
        var (store, clock, logged) = (new InMemoryReferralStore(), new FakeClock(Instant.FromUtc(2026, 3, 1, 9, 0)), new List<string>());
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(new Listening(logged));
        builder.Services.AddSingleton<IClock>(clock);
        builder.Services.AddAuthentication("Header").AddScheme<AuthenticationSchemeOptions, HeaderSignIn>("Header", null);
        builder.Services.AddAuthorization(static o =>
        {
            o.AddPolicy("Team", static policy => policy.RequireAuthenticatedUser());
            foreach (var permission in Enum.GetNames<DashboardPermission>())
            {
                o.AddPolicy(permission, policy => policy.RequireRole(permission));
            }
        });
        builder.Services.AddReferrals(r =>
            {
                r.AddProgram(program ?? Program);
                referrals?.Invoke(r);
            })
            .UseStore(store)
            .AddDashboard(o =>
            {
                foreach (var permission in Enum.GetValues<DashboardPermission>())
                {
                    _ = o.Allow(permission, permission.ToString());
                }

                o.Culture = static context => context.Request.Headers.AcceptLanguage.ToString() is { Length: > 0 } language
                    ? CultureInfo.GetCultureInfo(language) : CultureInfo.GetCultureInfo("en-GB");
                dashboard?.Invoke(o);
            });
        var app = builder.Build();
        (map ?? (static host => host.MapReferralsDashboard("/admin/referrals").RequireAuthorization("Team")))(app);
        await app.StartAsync();
        return new Office(app, store, clock, logged);
    }

    /// <summary>Anna brings Ben, who buys; Cora, on the same day, is held. Anna's reward is in review.</summary>
    internal async Task LiveAsync()
    {
        var engine = Engine;
        var enrolled = await engine.EnrollAsync(Enrollment.Of(Anna));
        foreach (var friend in (CustomerId[])[Ben, Cora])
        {
            Clock.Advance(Duration.FromHours(1));
            _ = await engine.TouchAsync(Touch.Click(enrolled.Link!, VisitorId.From("visitor-" + friend)));
            _ = await engine.SignUpAsync(SignUp.Of(friend).ByVisitor(VisitorId.From("visitor-" + friend)));
        }

        Clock.Advance(Duration.FromHours(1));
        _ = await engine.ConvertAsync(Conversion.Of(Ben, "L-1001", "purchase", Amount.Of(80, "EUR")));
    }

    internal static CustomerId Anna { get; } = CustomerId.From("anna@shop.example");

    internal static CustomerId Ben { get; } = CustomerId.From("ben@shop.example");

    internal static CustomerId Cora { get; } = CustomerId.From("cora@shop.example");

    /// <summary>The inputs of a kind that were decided.</summary>
    internal async Task<IReadOnlyList<TInput>> DecidedAsync<TInput>()
        where TInput : ReferralInput
    {
        var inputs = new List<TInput>();
        await foreach (var decided in Engine.Operations.ReadDecisionsAsync())
        {
            if (decided.Input is TInput input)
            {
                inputs.Add(input);
            }
        }

        return inputs;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private sealed class HeaderSignIn(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (Request.Headers["X-Operator"].ToString() is not { Length: > 0 } name)
            {
                return Task.FromResult(AuthenticateResult.NoResult());
            }

            var roles = Request.Headers["X-May"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static role => new Claim(ClaimTypes.Role, role));
            var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, name), .. roles], Scheme.Name);
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name)));
        }
    }

    private sealed class Listening(List<string> logged) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (logged)
            {
                logged.Add(formatter(state, exception) + exception);
            }
        }

        public void Dispose()
        {
        }
    }
}
