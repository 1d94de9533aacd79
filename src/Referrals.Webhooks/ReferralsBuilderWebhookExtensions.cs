using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NodaTime;
using Referrals.Codes;
using Referrals.Pipeline;
using Referrals.Webhooks;
using Referrals.Webhooks.Delivery;
using Referrals.Webhooks.Storage;

namespace Referrals;

/// <summary>Adds webhooks to an application.</summary>
public static class ReferralsBuilderWebhookExtensions
{
    /// <summary>
    /// Adds <see cref="ReferralWebhooks"/> and sends what is due from the start of the application to its end. Everything is kept
    /// in memory unless a store is named, such as with <c>StoreWebhooksIn</c> of <c>Referrals.Webhooks.EntityFrameworkCore</c>.
    /// </summary>
    /// <param name="builder">The builder that <c>AddReferrals</c> gives.</param>
    /// <param name="configure">Sets delays, limits and what is allowed; optional.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <example><code>
    /// services.AddReferrals(r => r.AddProgram(program))
    ///     .PublishEventsTo&lt;WebhookEventHandler&gt;()
    ///     .AddBackgroundProcessing()
    ///     .AddWebhooks();
    /// </code></example>
    public static ReferralsBuilder AddWebhooks(this ReferralsBuilder builder, Action<WebhookOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new WebhookOptions();
        configure?.Invoke(options);
        options.Check();
        var services = builder.Services;
        services.TryAddSingleton<IWebhookStore, InMemoryWebhookStore>();
        services.TryAddSingleton(static provider => new WebhookClock(provider.GetService<IClock>(), provider.GetService<TimeProvider>()));
        services.TryAddSingleton(provider => new WebhookSender(options, provider.GetRequiredService<WebhookClock>().Time));
        services.TryAddSingleton(provider => new WebhookDispatcher(
            provider.GetRequiredService<IServiceScopeFactory>(),
            provider.GetRequiredService<WebhookSender>(),
            options,
            provider.GetRequiredService<WebhookClock>().Clock,
            Logger(provider)));
        services.TryAddScoped(provider => new ReferralWebhooks(
            provider.GetRequiredService<IWebhookStore>(),
            provider.GetRequiredService<WebhookDispatcher>(),
            provider.GetRequiredService<WebhookSender>(),
            options,
            provider.GetRequiredService<IOptions<ReferralsOptions>>(),
            provider.GetRequiredService<WebhookClock>().Clock,
            provider.GetService<ICodeRandomness>() ?? CryptographicRandomness.Instance));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, WebhookService>(provider => new WebhookService(
            provider.GetRequiredService<WebhookDispatcher>(),
            provider,
            options,
            provider.GetRequiredService<WebhookClock>().Time,
            Logger(provider))));
        return builder;
    }

    private static ILogger Logger(IServiceProvider provider) =>
        (provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("Referrals.Webhooks");
}
