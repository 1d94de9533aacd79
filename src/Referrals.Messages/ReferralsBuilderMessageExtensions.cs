using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NodaTime;
using Referrals.Messages;
using Referrals.Messages.Delivery;
using Referrals.Messages.Storage;

namespace Referrals;

/// <summary>Adds messages to an application.</summary>
public static class ReferralsBuilderMessageExtensions
{
    /// <summary>
    /// Adds <see cref="ReferralMessages"/> and sends what is due from the start of the application to its end. Everything is kept in memory unless a
    /// store is named, such as with <c>StoreMessagesIn</c> of <c>Referrals.Messages.EntityFrameworkCore</c>.
    /// </summary>
    /// <typeparam name="TMessenger">Sends messages; made anew for each.</typeparam>
    /// <typeparam name="TRecipients">Tells who customers are; made anew for each message.</typeparam>
    /// <param name="builder">The builder that <c>AddReferrals</c> gives.</param>
    /// <param name="configure">Sets templates, rules, links to unsubscribe and how to send; optional.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or the rules contradict themselves.</exception>
    /// <example><code>
    /// services.AddReferrals(r => r.AddProgram(program))
    ///     .PublishEventsTo&lt;MessageEventHandler&gt;()
    ///     .AddBackgroundProcessing()
    ///     .AddMessages&lt;SmtpMessenger, ShopRecipients&gt;();
    /// </code></example>
    public static ReferralsBuilder AddMessages<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TMessenger,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TRecipients>(
        this ReferralsBuilder builder, Action<MessageOptions>? configure = null)
        where TMessenger : class, IReferralMessenger
        where TRecipients : class, IMessageRecipients
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new MessageOptions();
        configure?.Invoke(options);
        options.Check();
        var services = builder.Services;
        services.TryAddScoped<IReferralMessenger, TMessenger>();
        services.TryAddScoped<IMessageRecipients, TRecipients>();
        services.TryAddSingleton<IMessageStore, InMemoryMessageStore>();
        services.TryAddSingleton(static provider => new MessageClock(provider.GetService<IClock>(), provider.GetService<TimeProvider>()));
        services.TryAddSingleton(provider => new MessageDispatcher(
            provider.GetRequiredService<IServiceScopeFactory>(), options, provider.GetRequiredService<MessageClock>(), Logger(provider)));
        services.TryAddScoped(provider =>
        {
            var dispatcher = provider.GetRequiredService<MessageDispatcher>();
            return new ReferralMessages(
                provider.GetRequiredService<IMessageStore>(),
                provider.GetRequiredService<ReferralEngine>(),
                dispatcher.ReadingOf(provider),
                dispatcher,
                options,
                provider.GetRequiredService<IOptions<ReferralsOptions>>(),
                provider.GetRequiredService<MessageClock>());
        });
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, MessageService>(provider => new MessageService(
            provider.GetRequiredService<MessageDispatcher>(),
            provider,
            options,
            provider.GetRequiredService<MessageClock>().Time,
            Logger(provider))));
        return builder;
    }

    private static ILogger Logger(IServiceProvider provider) =>
        (provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("Referrals.Messages");
}
