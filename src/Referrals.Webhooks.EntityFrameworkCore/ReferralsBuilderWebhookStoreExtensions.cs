using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Referrals.Webhooks.EntityFrameworkCore;
using Referrals.Webhooks.Storage;

namespace Referrals;

/// <summary>Stores webhooks through Entity Framework Core.</summary>
public static class ReferralsBuilderWebhookStoreExtensions
{
    /// <summary>
    /// Stores endpoints, messages and deliveries in the database of a context that the application has registered, with
    /// <c>modelBuilder.UseReferralWebhooks()</c> in its model.
    /// </summary>
    /// <param name="builder">The builder that <c>AddReferrals</c> gives.</param>
    /// <typeparam name="TContext">The context. Register it with <c>AddDbContext</c> or <c>AddDbContextPool</c>.</typeparam>
    /// <example><code>
    /// services.AddReferrals(r => r.AddProgram(program)).AddWebhooks().StoreWebhooksIn&lt;ShopDbContext&gt;();
    /// </code></example>
    public static ReferralsBuilder StoreWebhooksIn<TContext>(this ReferralsBuilder builder)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Scoped<IWebhookStore>(static provider => new EntityFrameworkWebhookStore<TContext>(
            provider.GetService<TContext>() ?? throw new ReferralsException(
                $"Webhooks are stored through {typeof(TContext).Name}, which is not registered. Call services.AddDbContext<{typeof(TContext).Name}>(options => ...)."),
            provider.GetService<IWebhookSecretProtection>())));
        return builder;
    }
}
