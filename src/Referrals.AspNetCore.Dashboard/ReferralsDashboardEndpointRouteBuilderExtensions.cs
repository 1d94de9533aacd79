using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Referrals.AspNetCore.Dashboard;
using Referrals.AspNetCore.Dashboard.Pages;
using Referrals.AspNetCore.Dashboard.Requests;

namespace Referrals;

/// <summary>Maps the team's dashboard.</summary>
public static class ReferralsDashboardEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the pages by which a team runs a program: KPIs, what waits for a decision, people and orders, payouts, programs, audit. Who may open
    /// them, the policy says that <c>RequireAuthorization</c> demands of the result; who may decide something, <see cref="ReferralsDashboardOptions.Allow"/>.
    /// </summary>
    /// <remarks>
    /// Outside the environment <c>Development</c> a host whose dashboard demands no authorization does not start. The pages need neither script nor
    /// anything from another host; they work behind a path base and inside groups.
    /// </remarks>
    /// <param name="endpoints">The application, or a group.</param>
    /// <param name="prefix">The path below which everything stands, such as <c>/admin/referrals</c>.</param>
    /// <param name="program">
    /// The program; <c>default</c> for the only one that is registered. Where programs are kept in the store it may be one that no code registers and
    /// that has no version yet: the pages then lead to the editor.
    /// </param>
    /// <returns>For conventions over all pages, above all <c>RequireAuthorization</c>.</returns>
    /// <exception cref="ReferralsException">The dashboard was not added, or the program is not registered.</exception>
    /// <example><code>
    /// app.MapReferralsDashboard("/admin/referrals").RequireAuthorization("ReferralAdmins");
    /// </code></example>
    public static IEndpointConventionBuilder MapReferralsDashboard(
        this IEndpointRouteBuilder endpoints, string prefix, ProgramId program = default)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        var site = DashboardSite.Of(endpoints.ServiceProvider, program);
        var group = endpoints.MapGroup(prefix);
        var pages = new PageMap(group, site);
        AssetFiles.Map(group);
        OverviewEndpoint.Map(pages);
        ReviewsEndpoint.Map(pages);
        BansEndpoint.Map(pages);
        PeopleEndpoint.Map(pages);
        PayoutsEndpoint.Map(pages);
        EventsEndpoint.Map(pages);
        ProgramsEndpoint.Map(pages);
        PublishingEndpoint.Map(pages);
        if (!endpoints.ServiceProvider.GetRequiredService<IHostEnvironment>().IsDevelopment())
        {
            ((IEndpointConventionBuilder)group).Finally(endpoint => RefuseOpen(endpoint, prefix));
        }
        return group;
    }

    private static void RefuseOpen(EndpointBuilder endpoint, string prefix)
    {
        if (!DashboardStartupCheck.IsGuarded(endpoint))
        {
            throw new ReferralsException(
                $"Anybody could open the dashboard at '{prefix}': it demands no authorization. Write "
                + $"app.MapReferralsDashboard(\"{prefix}\").RequireAuthorization(\"ReferralAdmins\"), with a policy of your application.");
        }
    }
}
