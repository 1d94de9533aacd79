using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Referrals.AspNetCore.Tests.Dashboard;
using Referrals.AspNetCore.Tests.Hosting;

namespace Referrals.AspNetCore.Tests.Documentation;

/// <summary>The code of docs/dashboard.md and of the package's readme, in hosts that start.</summary>
public sealed class DashboardTests
{
    [Fact]
    public async Task Two_statements_serve_the_dashboard_to_those_whom_the_policy_knows()
    {
        var program = Shop.Program;
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddAuthentication("Cookies").AddCookie();
        builder.Services.AddAuthorization(static o => o.AddPolicy("ReferralAdmins", static policy => policy.RequireRole("staff")));
        builder.Services.AddReferrals(r => r.AddProgram(program))
            .AddDashboard(o => o.AllowEverything("ReferralAdmins"));

        var app = builder.Build();

        app.MapReferralsDashboard("/admin/referrals").RequireAuthorization("ReferralAdmins");

        await app.StartAsync();
        await using (app)
        {
            var answer = await new Browser(app.GetTestServer(), "shop.example").GetAsync("/admin/referrals");
            Assert.StartsWith("https://shop.example/Account/Login?ReturnUrl=", answer.Headers.Location?.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Customers_have_the_names_of_the_application()
    {
        var accounts = new Accounts();
        await using var office = await Office.StartAsync(dashboard: o =>
        {
            o.Names = (customers, cancellationToken) => accounts.NamesAsync(customers, cancellationToken);
        });
        await office.LiveAsync();

        var page = await office.Browse().PageAsync("/admin/referrals/reviews");

        Assert.Equal("Cora", page.QuerySelector(".case h2")?.TextContent);
    }

    private sealed class Accounts
    {
        private readonly Dictionary<CustomerId, string> _names = new() { [Office.Cora] = "Cora" };

        internal ValueTask<IReadOnlyDictionary<CustomerId, string>> NamesAsync(IReadOnlyList<CustomerId> customers, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return ValueTask.FromResult<IReadOnlyDictionary<CustomerId, string>>(
                customers.Where(_names.ContainsKey).ToDictionary(static one => one, one => _names[one]));
        }
    }
}
