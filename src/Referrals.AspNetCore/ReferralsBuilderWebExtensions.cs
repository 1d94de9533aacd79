using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Referrals.AspNetCore;
using Referrals.AspNetCore.Pages;
using Referrals.AspNetCore.Visitors;
using Referrals.Codes;
using Referrals.Pipeline;

namespace Referrals;

/// <summary>Adds the web part of the SDK to a host.</summary>
public static class ReferralsBuilderWebExtensions
{
    /// <summary>
    /// Adds what <c>MapReferrals</c> and <c>UseReferrals</c> need: who is signed in, the visitor's cookie, limits, antiforgery.
    /// </summary>
    /// <param name="builder">The builder that <c>AddReferrals</c> gives.</param>
    /// <param name="configure">Says who is signed in, and how everything looks. May be called again to change more.</param>
    /// <example><code>
    /// builder.Services.AddReferrals(r => r.AddProgram(program))
    ///     .UseEntityFrameworkCore&lt;ShopDbContext&gt;()
    ///     .AddWeb(o => o.Customer = WebCustomer.FromClaim(ClaimTypes.NameIdentifier));
    /// </code></example>
    public static ReferralsBuilder AddWeb(this ReferralsBuilder builder, Action<ReferralsWebOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var services = builder.Services;
        _ = services.AddOptions<ReferralsWebOptions>().Configure(configure);
        _ = services.AddDataProtection();
        _ = services.AddAntiforgery();
        services.TryAddSingleton<WebMarker>();
        services.TryAddSingleton<LeaderboardCache>();
        services.TryAddSingleton(static provider => new AddressLimiter(provider.GetRequiredService<IOptions<ReferralsWebOptions>>()));
        services.TryAddSingleton(static provider => new VisitorCookie(
            provider.GetRequiredService<IDataProtectionProvider>(),
            provider.GetRequiredService<IOptions<ReferralsWebOptions>>(),
            provider.GetService<ICodeRandomness>() ?? CryptographicRandomness.Instance));
        return builder;
    }
}
