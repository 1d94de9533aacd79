using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Referrals.AspNetCore;
using Referrals.AspNetCore.Visitors;

namespace Referrals;

/// <summary>Adds the web part of the SDK to the pipeline of requests.</summary>
public static class ReferralsApplicationBuilderExtensions
{
    /// <summary>
    /// Joins visitor and customer: in the first request after a sign-in, whichever way it came about, the clicks of the visitor become those of
    /// the customer. Put it behind <c>UseAuthentication</c>.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <exception cref="ReferralsException">Nothing says who is signed in: set <see cref="ReferralsWebOptions.Customer"/> in <c>AddWeb</c>.</exception>
    public static IApplicationBuilder UseReferrals(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var services = app.ApplicationServices;
        WebSite.RequireCustomer(WebSite.OptionsOf(services), "UseReferrals");
        var (options, cookie) = (services.GetRequiredService<IOptions<ReferralsWebOptions>>(), services.GetRequiredService<VisitorCookie>());
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Referrals");
        return app.Use(next => new VisitorMiddleware(next, options, cookie, logger).InvokeAsync);
    }
}
