using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Referrals.EntityFrameworkCore;
using Referrals.Storage;

namespace Referrals;

/// <summary>Stores referrals through Entity Framework Core.</summary>
public static class ReferralsBuilderEntityFrameworkExtensions
{
    /// <summary>
    /// Stores referrals in the database of a context that the application has registered: its own context, with
    /// <c>modelBuilder.UseReferrals()</c> in its model, or <see cref="ReferralsDbContext"/>.
    /// </summary>
    /// <param name="builder">The builder that <c>AddReferrals</c> gives.</param>
    /// <param name="configure">Sets how the store uses its database; optional.</param>
    /// <typeparam name="TContext">The context. Register it with <c>AddDbContext</c> or <c>AddDbContextPool</c>.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <example><code>
    /// services.AddDbContext&lt;ShopDbContext&gt;(options => options.UseSqlite("Data Source=shop.db"));
    /// services.AddReferrals(r => r.AddProgram(program)).UseEntityFrameworkCore&lt;ShopDbContext&gt;();
    /// </code></example>
    public static ReferralsBuilder UseEntityFrameworkCore<TContext>(
        this ReferralsBuilder builder, Action<EntityFrameworkStoreOptions>? configure = null)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new EntityFrameworkStoreOptions();
        configure?.Invoke(options);
        options.Check();
        builder.Services.Replace(ServiceDescriptor.Scoped<IReferralStore>(provider =>
            new EntityFrameworkReferralStore<TContext>(Context<TContext>(provider), options)));
        return builder;
    }

    private static TContext Context<TContext>(IServiceProvider provider)
        where TContext : DbContext =>
        provider.GetService<TContext>() ?? throw new ReferralsException(
            $"Referrals are stored through {typeof(TContext).Name}, which is not registered. " +
            $"Call services.AddDbContext<{typeof(TContext).Name}>(options => ...).");
}
