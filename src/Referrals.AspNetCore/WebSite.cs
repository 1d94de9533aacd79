using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Referrals.Sharing;

namespace Referrals.AspNetCore;

/// <summary>What the endpoints of one call of <c>MapReferrals</c> share: the options, and the program that they speak of.</summary>
internal sealed class WebSite
{
    private WebSite(ReferralsWebOptions options, ProgramId id)
    {
        Options = options;
        Id = id;
    }

    internal ReferralsWebOptions Options { get; }

    /// <summary>The program that is mapped.</summary>
    internal ProgramId Id { get; }

    /// <summary>
    /// The program, in the version in force for the request's tenant: where programs are kept in the store, what was published there while the
    /// application runs.
    /// </summary>
    internal ReferralProgram ProgramOf(HttpContext context) => Engine(context).Program;

    /// <exception cref="ReferralsException">The web part was not added, an option is wrong, or the program cannot be told.</exception>
    internal static WebSite Of(IServiceProvider services, ProgramId program)
    {
        var options = OptionsOf(services);
        var programs = services.GetRequiredService<IOptions<ReferralsOptions>>().Value.Programs;
        string[] ids = [.. programs.Select(static one => one.Id.ToString()).Distinct(StringComparer.Ordinal)];
        var id = !program.IsDefault ? program.ToString() : ids.Length == 1 ? ids[0] : throw new ReferralsException(
            $"{ids.Length} programs are registered ({string.Join(", ", ids)}); name the one to map, as in MapReferrals(\"/referrals\", ProgramId.From(\"...\")).");
        return ids.Contains(id, StringComparer.Ordinal)
            ? new WebSite(options, ProgramId.From(id))
            : throw new ReferralsException($"Program '{id}' is mapped and not registered; add it with AddReferrals(r => r.AddProgram(program)).");
    }

    /// <exception cref="ReferralsException">The web part was not added, or an option is wrong.</exception>
    internal static ReferralsWebOptions OptionsOf(IServiceProvider services)
    {
        _ = services.GetService<WebMarker>() ?? throw new ReferralsException(
            "The web part of the SDK was not added. Call services.AddReferrals(r => ...).AddWeb(o => o.Customer = ...).");
        var options = services.GetRequiredService<IOptions<ReferralsWebOptions>>().Value;
        options.Check();
        return options;
    }

    /// <exception cref="ReferralsException">Nothing says who is signed in.</exception>
    internal static void RequireCustomer(ReferralsWebOptions options, string call)
    {
        if (options.Customer is null)
        {
            throw new ReferralsException(
                $"{call} shows what belongs to a person, and nothing says who is signed in. Set ReferralsWebOptions.Customer, such as "
                + "AddWeb(o => o.Customer = WebCustomer.FromClaim(ClaimTypes.NameIdentifier)).");
        }
    }

    /// <summary>The engine of a request, for this program and the request's tenant.</summary>
    internal ReferralEngine Engine(HttpContext context) =>
        For(Options, context, context.RequestServices.GetRequiredService<ReferralEngine>()).ForProgram(Id);

    /// <summary>The engine for the tenant of a request.</summary>
    internal static ReferralEngine For(ReferralsWebOptions options, HttpContext context, ReferralEngine engine) =>
        options.Tenant is { } tenant && tenant(context) is { IsDefault: false } id ? engine.ForTenant(id) : engine;

    /// <summary>
    /// The path of the prefix under which a request came in, with the path base of a proxy: what is left of the request's path without the
    /// endpoint's own.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="endpoint">The endpoint's own path, such as <c>/me</c>; of one with a parameter, what stands before it.</param>
    internal static string BaseOf(HttpContext context, string endpoint)
    {
        var path = context.Request.PathBase.Add(context.Request.Path).ToUriComponent();
        var at = path.LastIndexOf(endpoint, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? path.TrimEnd('/') : path[..at];
    }

    /// <summary>What a typed or linked code is in this program; <c>null</c> where it cannot be one.</summary>
    internal static Codes.ReferralCode? CodeOf(ReferralProgram program, string? text) =>
        text is { Length: > 0 and <= 256 } && program.Codes.Parse(text) is { IsValid: true } parse ? parse.Code : null;

    /// <summary>A path of the application that carries a code, for visitors whose browser keeps none.</summary>
    internal static string WithCode(string path, Codes.ReferralCode code)
    {
        var fragment = path.IndexOf('#', StringComparison.Ordinal);
        var (before, after) = fragment < 0 ? (path, string.Empty) : (path[..fragment], path[fragment..]);
        var mark = before.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return string.Create(CultureInfo.InvariantCulture, $"{before}{mark}{ReferralsWebOptions.CodeParameter}={SafeText.ForUrl(code.Value)}{after}");
    }
}

/// <summary>Says that <c>AddWeb</c> was called.</summary>
internal sealed class WebMarker;
