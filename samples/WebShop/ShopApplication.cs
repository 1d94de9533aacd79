using System.Data.Common;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Referrals;
using Referrals.AspNetCore;
using Referrals.AspNetCore.Dashboard;
using Referrals.EntityFrameworkCore;

namespace WebShop;

/// <summary>The shop: its own database with the referral tables in it, its own accounts, and the referral pages below <c>/referrals</c>.</summary>
internal static class ShopApplication
{
    /// <summary>Whoever brings a friend gets 10 EUR once the friend's first purchase of 50 EUR or more is 14 days old; the friend gets 5 EUR at once.</summary>
    /// <remarks>More than three friends of one referrer in a day wait until somebody of the team has looked at them.</remarks>
    internal static ReferralProgram Program(string url) => ReferralProgram.Create("lamps", p => p
        .Links(url.TrimEnd('/') + "/referrals/r/{code}?utm_medium={channel}")
        .Qualify(q => q.On("purchase").First().AtLeast(50, "EUR").Within(TimePeriod.Days(60)))
        .RewardReferrer(r => r.Flat(10, "EUR").AtMost(500, "EUR", per: TimeFrame.CalendarMonth).HeldFor(TimePeriod.Days(14)))
        .RewardReferee(r => r.Flat(5, "EUR"))
        .Guard(g => g.Against(Guard.ReferralsPerReferrer(3, TimePeriod.Days(1))).Reviewed(TimePeriod.Days(7), WhenOverdue.Reject))
        .PayOut(PayoutRule.From(Amount.Of(10, "EUR"))));

    internal static async Task<WebApplication> CreateAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        var url = builder.Configuration["urls"] ?? "http://localhost:5080";
        builder.WebHost.UseUrls(url);
        var connection = builder.Configuration.GetConnectionString("Shop") ?? "Data Source=webshop.db";

        var services = builder.Services;
        services.AddDbContext<ShopDbContext>(o => _ = IsPostgreSql(connection) ? o.UseNpgsql(connection) : o.UseSqlite(connection));
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(o => o.LoginPath = o.AccessDeniedPath = "/sign-in");
        services.AddAuthorization(static o => o.AddPolicy("ReferralAdmins", static policy => policy.RequireRole("staff")));
        services.AddSingleton<ShopClock>();
        services.AddSingleton<IClock>(static provider => provider.GetRequiredService<ShopClock>());
        services.AddRequestLocalization(static o => o.AddSupportedUICultures("en-GB", "de", "fr", "es").AddSupportedCultures("en-GB", "de", "fr", "es"));
        services.AddReferrals(r => r.AddProgram(Program(url)).StorePrograms())
            .UseEntityFrameworkCore<ShopDbContext>()
            .AddBackgroundProcessing()
            .AddWeb(static o =>
            {
                o.Customer = static context => ValueTask.FromResult(CustomerOf(context.User));
                o.HomePath = "/";
                o.SignUpPath = "/register";
                o.ProductName = "Lamp House";
                o.StyleSheet = "/shop.css";
            })
            .AddAITools()
            .AddDashboard(static o =>
            {
                _ = o.AllowEverything("ReferralAdmins");
                o.HomePath = "/";
            });
        ShopModel.Add(services, builder.Configuration);
        services.AddOptions<ReferralsDashboardOptions>().Configure<IServiceScopeFactory>(static (o, scopes) =>
        {
            o.Names = (customers, cancellationToken) => ShopPeople.NamesAsync(scopes, customers, cancellationToken);
            o.Search = (text, cancellationToken) => ShopPeople.SearchAsync(scopes, text, cancellationToken);
        });
        services.AddScoped<ShopActions>();
        services.AddScoped<ShopHistory>();
        services.AddScoped<ShopQuestions>();

        var app = builder.Build();
        app.UseRequestLocalization();
        app.UseAuthentication();
        app.UseReferrals();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapReferrals("/referrals");
        app.MapReferralsDashboard("/admin/referrals").RequireAuthorization("ReferralAdmins");
        ShopPages.Map(app);

        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ShopDbContext>().Database.EnsureCreatedAsync();
        await scope.ServiceProvider.GetRequiredService<ShopActions>().OpenAsync();
        if (app.Configuration.GetValue<bool>("Demo"))
        {
            await scope.ServiceProvider.GetRequiredService<ShopHistory>().WriteAsync();
        }

        return app;
    }

    /// <summary>The connection string of a server names its host; that of SQLite names a file.</summary>
    private static bool IsPostgreSql(string connection) =>
        new DbConnectionStringBuilder { ConnectionString = connection } is var parts && (parts.ContainsKey("Host") || parts.ContainsKey("Server"));

    private static WebCustomer? CustomerOf(ClaimsPrincipal user) =>
        CustomerId.TryFrom(user.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? WebCustomer.Of(id) with { FirstName = user.Identity?.Name } : null;
}

/// <summary>The clock of a demonstration: real time, and the days that somebody has let pass.</summary>
internal sealed class ShopClock : IClock
{
    private long _days;

    internal long Days
    {
        get => Interlocked.Read(ref _days);
        set => Interlocked.Exchange(ref _days, value);
    }

    public Instant GetCurrentInstant() => SystemClock.Instance.GetCurrentInstant() + Duration.FromDays(Days);
}
