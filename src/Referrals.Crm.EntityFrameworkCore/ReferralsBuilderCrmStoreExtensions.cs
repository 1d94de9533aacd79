using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Referrals.Crm.EntityFrameworkCore;
using Referrals.Crm.Storage;

namespace Referrals;

/// <summary>Stores the CRM mirror through Entity Framework Core.</summary>
public static class ReferralsBuilderCrmStoreExtensions
{
    /// <summary>
    /// Stores who is to be mirrored and what was written in the database of a context that the application has registered, with
    /// <c>modelBuilder.UseReferralCrm()</c> in its model.
    /// </summary>
    /// <param name="builder">The builder that <c>AddReferrals</c> gives.</param>
    /// <typeparam name="TContext">The context. Register it with <c>AddDbContext</c> or <c>AddDbContextPool</c>.</typeparam>
    /// <example><code>
    /// services.AddReferrals(r => r.AddProgram(program)).AddHubSpot(o => o.Credentials = credentials).StoreCrmIn&lt;ShopDbContext&gt;();
    /// </code></example>
    public static ReferralsBuilder StoreCrmIn<TContext>(this ReferralsBuilder builder)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Scoped<ICrmStore>(static provider => new EntityFrameworkCrmStore<TContext>(
            provider.GetService<TContext>() ?? throw new ReferralsException(
                $"The CRM mirror is stored through {typeof(TContext).Name}, which is not registered. Call services.AddDbContext<{typeof(TContext).Name}>(options => ...)."))));
        return builder;
    }
}
