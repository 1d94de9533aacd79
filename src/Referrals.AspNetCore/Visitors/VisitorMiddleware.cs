using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Referrals.AspNetCore.Visitors;

/// <summary>
/// Joins visitor and customer in the first request in which both are known: after a sign-in, by whatever way it came about. The cookie goes
/// then, so it happens once, and whoever comes next in the browser is another visitor.
/// </summary>
internal sealed class VisitorMiddleware(RequestDelegate next, IOptions<ReferralsWebOptions> options, VisitorCookie cookie, ILogger logger)
{
    private readonly ReferralsWebOptions _options = options.Value;

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Cookies.ContainsKey(_options.CookieName)
            && cookie.Read(context) is { } remembered
            && await _options.Customer!(context).ConfigureAwait(false) is { } customer)
        {
            await JoinAsync(context, remembered.Visitor, customer.Id).ConfigureAwait(false);
        }

        await next(context).ConfigureAwait(false);
    }

    /// <summary>The page must come, joined or not: what fails is logged and tried again with the next request, since the cookie stays.</summary>
    private async Task JoinAsync(HttpContext context, VisitorId visitor, CustomerId customer)
    {
        try
        {
            var engine = WebSite.For(_options, context, context.RequestServices.GetRequiredService<ReferralEngine>());
            foreach (var program in ProgramsOf(context.RequestServices))
            {
                _ = await engine.ForProgram(program).IdentifyAsync(Identification.Of(visitor, customer), context.RequestAborted).ConfigureAwait(false);
            }

            cookie.Forget(context);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.NotJoined(logger, exception);
        }
    }

    private static IEnumerable<ProgramId> ProgramsOf(IServiceProvider services) =>
        services.GetRequiredService<IOptions<ReferralsOptions>>().Value.Programs.Select(static program => program.Id).Distinct();
}
