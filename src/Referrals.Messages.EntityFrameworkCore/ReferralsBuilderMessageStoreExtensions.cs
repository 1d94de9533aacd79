using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Referrals.Messages.EntityFrameworkCore;
using Referrals.Messages.Storage;

namespace Referrals;

/// <summary>Stores messages through Entity Framework Core.</summary>
public static class ReferralsBuilderMessageStoreExtensions
{
    /// <summary>
    /// Stores messages and who has unsubscribed in the database of a context that the application has registered, with
    /// <c>modelBuilder.UseReferralMessages()</c> in its model.
    /// </summary>
    /// <param name="builder">The builder that <c>AddReferrals</c> gives.</param>
    /// <typeparam name="TContext">The context. Register it with <c>AddDbContext</c> or <c>AddDbContextPool</c>.</typeparam>
    /// <example><code>
    /// services.AddReferrals(r => r.AddProgram(program)).AddMessages&lt;SmtpMessenger, ShopRecipients&gt;().StoreMessagesIn&lt;ShopDbContext&gt;();
    /// </code></example>
    public static ReferralsBuilder StoreMessagesIn<TContext>(this ReferralsBuilder builder)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Scoped<IMessageStore>(static provider => new EntityFrameworkMessageStore<TContext>(
            provider.GetService<TContext>() ?? throw new ReferralsException(
                $"Messages are stored through {typeof(TContext).Name}, which is not registered. Call services.AddDbContext<{typeof(TContext).Name}>(options => ...)."))));
        return builder;
    }
}
