using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Referrals.AspNetCore.Dashboard;

namespace Referrals;

/// <summary>Adds the team's dashboard to a host.</summary>
public static class ReferralsBuilderDashboardExtensions
{
    /// <summary>Adds what <c>MapReferralsDashboard</c> needs: Razor components, antiforgery, data protection, and the check at the start.</summary>
    /// <param name="builder">The builder that <c>AddReferrals</c> gives.</param>
    /// <param name="configure">Says who may do what. May be called again to change more. Without it the dashboard only reads.</param>
    /// <example><code>
    /// builder.Services.AddReferrals(r => r.AddProgram(program))
    ///     .UseEntityFrameworkCore&lt;ShopDbContext&gt;()
    ///     .AddDashboard(o => o.AllowEverything("ReferralAdmins"));
    /// </code></example>
    public static ReferralsBuilder AddDashboard(this ReferralsBuilder builder, Action<ReferralsDashboardOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        _ = services.AddOptions<ReferralsDashboardOptions>().Configure(configure ?? (static _ => { }));
        _ = services.AddRazorComponents();
        _ = services.AddAuthorization();
        _ = services.AddDataProtection();
        _ = services.AddAntiforgery();
        services.TryAddSingleton<DashboardMarker>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, DashboardStartupCheck>());
        return builder;
    }
}
