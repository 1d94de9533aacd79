using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Referrals.AspNetCore;
using Referrals.AspNetCore.Api;
using Referrals.AspNetCore.Landing;
using Referrals.AspNetCore.Pages;

namespace Referrals;

/// <summary>Maps the web part of the SDK.</summary>
public static class ReferralsEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps everything that a product shows of a program: the landing of links <c>{prefix}/r/{code}</c>, the welcome page with its field for a
    /// code, the participant page <c>{prefix}/me</c>, the widget that shows it inside a page of the host, and the JSON API <c>{prefix}/api</c>.
    /// </summary>
    /// <param name="endpoints">The application, or a group.</param>
    /// <param name="prefix">The path below which everything stands, such as <c>/referrals</c>.</param>
    /// <param name="program">The program; <c>default</c> for the only one that is registered.</param>
    /// <returns>For conventions over all endpoints, such as a host filter or a rate limit of the host's own.</returns>
    /// <exception cref="ReferralsException">
    /// Nothing says who is signed in: set <see cref="ReferralsWebOptions.Customer"/>. Or an option is wrong, or the program is not registered.
    /// </exception>
    /// <example><code>
    /// app.UseAuthentication();
    /// app.UseReferrals();
    /// app.MapReferrals("/referrals");
    /// </code></example>
    public static IEndpointConventionBuilder MapReferrals(this IEndpointRouteBuilder endpoints, string prefix, ProgramId program = default)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        var site = WebSite.Of(endpoints.ServiceProvider, program);
        WebSite.RequireCustomer(site.Options, "MapReferrals");
        var group = endpoints.MapGroup(prefix);
        MapPage(group, LandingEndpoint.Path + "{code}", context => LandingEndpoint.HandleAsync(context, site));
        MapPage(group, WelcomePage.Path, context => WelcomePage.HandleAsync(context, site));
        _ = group.MapPost(CodeEntry.Path, (RequestDelegate)(context => CodeEntry.HandleAsync(context, site))).ExcludeFromDescription();
        MapPage(group, "/assets/{name}", Assets.HandleAsync);
        MapPage(group, ParticipantPage.Path, context => ParticipantPage.HandleAsync(context, site));
        MapPage(group, ParticipantPage.FragmentPath, context => ParticipantPage.HandleFragmentAsync(context, site));
        MapPage(group, ParticipantPage.QrPath, context => ParticipantPage.HandleQrAsync(context, site));
        MapForm(group, ParticipantPage.JoinPath, context => ParticipantPage.HandleJoinAsync(context, site));
        MapForm(group, ParticipantPage.LeavePath, context => ParticipantPage.HandleLeaveAsync(context, site, leaves: true));
        MapForm(group, ParticipantPage.ReturnPath, context => ParticipantPage.HandleLeaveAsync(context, site, leaves: false));
        ApiEndpoints.Map(group, site);
        return group;
    }

    /// <summary>
    /// Maps the landing alone, for links that are shorter than those below the prefix of <see cref="MapReferrals"/>, or for a host that has
    /// pages of its own for all the rest.
    /// </summary>
    /// <param name="endpoints">The application, or a group.</param>
    /// <param name="pattern">The path of links, which ends in <c>/{code}</c>, such as <c>/r/{code}</c>.</param>
    /// <param name="program">The program; <c>default</c> for the only one that is registered.</param>
    /// <exception cref="ReferralsException">
    /// <see cref="ReferralsWebOptions.Landing"/> is not set, so that links would lead nowhere; the pattern does not end in <c>/{code}</c>; an option
    /// is wrong, or the program is not registered.
    /// </exception>
    public static IEndpointConventionBuilder MapReferralLanding(this IEndpointRouteBuilder endpoints, string pattern, ProgramId program = default)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        var site = WebSite.Of(endpoints.ServiceProvider, program);
        _ = site.Options.Landing ?? throw new ReferralsException(
            "MapReferralLanding maps links only, and ReferralsWebOptions.Landing does not say which page they lead to. "
            + "Set it in AddWeb(o => o.Landing = LandingPages.Of(\"https://...\")).");
        return pattern.EndsWith("/{code}", StringComparison.Ordinal)
            ? endpoints.MapMethods(pattern, Reading, context => LandingEndpoint.HandleAsync(context, site)).ExcludeFromDescription()
            : throw new ReferralsException($"The pattern '{pattern}' does not end in '/{{code}}', where a link has its code.");
    }

    /// <summary>
    /// Maps the two files by which telephones learn that links of this host open in an application:
    /// <c>/.well-known/apple-app-site-association</c> and <c>/.well-known/assetlinks.json</c>, each where <see cref="ReferralsWebOptions.AppleApps"/> or
    /// <see cref="ReferralsWebOptions.AndroidApps"/> name one. Telephones read them from the root of the links' host, over HTTPS and without a redirect.
    /// </summary>
    /// <param name="endpoints">The application itself; a group with a prefix would move the files to where nobody looks.</param>
    /// <param name="pattern">The path of links, which ends in <c>/{code}</c>: <c>{prefix}/r/{code}</c>, or that of <see cref="MapReferralLanding"/>.</param>
    /// <exception cref="ReferralsException">
    /// Neither option names an application, an id or a fingerprint is not valid, the pattern does not end in <c>/{code}</c>, or the host has mapped one of
    /// the files already.
    /// </exception>
    /// <example><code>
    /// app.MapReferrals("/referrals");
    /// app.MapReferralAppLinks("/referrals/r/{code}");
    /// </code></example>
    public static IEndpointConventionBuilder MapReferralAppLinks(this IEndpointRouteBuilder endpoints, string pattern)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        var files = AppLinks.FilesOf(WebSite.OptionsOf(endpoints.ServiceProvider), pattern);
        var taken = endpoints.DataSources.SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>()
            .Select(static endpoint => "/" + endpoint.RoutePattern.RawText?.TrimStart('/')).FirstOrDefault(files.ContainsKey);
        if (taken is not null)
        {
            throw new ReferralsException($"The host maps {taken} already. Put the applications for referral links into that file, or leave it to MapReferralAppLinks.");
        }

        var group = endpoints.MapGroup(string.Empty);
        foreach (var (path, content) in files)
        {
            MapPage(group, path, context => AppLinks.WriteAsync(context, content));
        }

        return group;
    }

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    private static void MapPage(RouteGroupBuilder group, string pattern, RequestDelegate handler) =>
        group.MapMethods(pattern, Reading, handler).ExcludeFromDescription();

    private static void MapForm(RouteGroupBuilder group, string pattern, RequestDelegate handler) =>
        group.MapPost(pattern, handler).ExcludeFromDescription();
}
