using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NodaTime;
using Referrals.Crm;
using Referrals.Crm.HubSpot;
using Referrals.Crm.Salesforce;
using Referrals.Crm.Sending;
using Referrals.Crm.Storage;
using Referrals.Crm.Syncing;

namespace Referrals;

/// <summary>Adds a mirror in a CRM to an application.</summary>
public static class ReferralsBuilderCrmExtensions
{
    /// <summary>
    /// Keeps Salesforce in step with a program, from the start of the application to its end. What is to be written is kept in memory unless a store is
    /// named, such as with <c>StoreCrmIn</c> of <c>Referrals.Crm.EntityFrameworkCore</c>.
    /// </summary>
    /// <param name="builder">The builder that <c>AddReferrals</c> gives.</param>
    /// <param name="configure">Sets credentials and mapping.</param>
    /// <exception cref="ArgumentException">An option is missing or out of its range, or the mapping cannot be right; the message names all of it.</exception>
    /// <exception cref="InvalidOperationException">Salesforce was added before.</exception>
    /// <example><code>
    /// services.AddReferrals(r => r.AddProgram(program))
    ///     .PublishEventsTo&lt;CrmEventHandler&gt;()
    ///     .AddBackgroundProcessing()
    ///     .AddSalesforce(o => o.Credentials = SalesforceCredentials.ClientCredentials(
    ///         new Uri("https://shop.my.salesforce.com"), clientId, cancellationToken => secrets.GetAsync("salesforce", cancellationToken)));
    /// </code></example>
    public static ReferralsBuilder AddSalesforce(this ReferralsBuilder builder, Action<SalesforceOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new SalesforceOptions();
        configure(options);
        options.Check();
        return Add(builder, "salesforce", options, clock => new SalesforceCrm(options, clock));
    }

    /// <summary>
    /// Keeps HubSpot in step with a program, from the start of the application to its end. What is to be written is kept in memory unless a store is named,
    /// such as with <c>StoreCrmIn</c> of <c>Referrals.Crm.EntityFrameworkCore</c>.
    /// </summary>
    /// <param name="builder">The builder that <c>AddReferrals</c> gives.</param>
    /// <param name="configure">Sets credentials and mapping.</param>
    /// <exception cref="ArgumentException">An option is missing or out of its range, or the mapping cannot be right; the message names all of it.</exception>
    /// <exception cref="InvalidOperationException">HubSpot was added before.</exception>
    /// <example><code>
    /// services.AddReferrals(r => r.AddProgram(program))
    ///     .PublishEventsTo&lt;CrmEventHandler&gt;()
    ///     .AddBackgroundProcessing()
    ///     .AddHubSpot(o => o.Credentials = HubSpotCredentials.AccessToken(cancellationToken => secrets.GetAsync("hubspot", cancellationToken)));
    /// </code></example>
    public static ReferralsBuilder AddHubSpot(this ReferralsBuilder builder, Action<HubSpotOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new HubSpotOptions();
        configure(options);
        options.Check();
        return Add(builder, "hubspot", options, clock => new HubSpotCrm(options, clock));
    }

    private static ReferralsBuilder Add(ReferralsBuilder builder, string name, CrmOptions options, Func<CrmClock, ICrm> crm)
    {
        var services = builder.Services;
        if (services.Any(service => service.ImplementationInstance is Registration before && before.Name == name))
        {
            throw new InvalidOperationException($"The CRM '{name}' was added before. Add it once: one account mirrors one program.");
        }

        services.AddSingleton(new Registration(name, options, crm));
        services.TryAddSingleton<ICrmStore, InMemoryCrmStore>();
        services.TryAddSingleton(static provider => new CrmClock(provider.GetService<IClock>(), provider.GetService<TimeProvider>()));
        services.TryAddSingleton(static provider => new CrmChannels(
        [
            .. provider.GetServices<Registration>().Select(one => new CrmChannel(one.Name, one.Options, one.Crm(provider.GetRequiredService<CrmClock>()))),
        ]));
        services.TryAddSingleton(static provider => new CrmSync(
            provider.GetRequiredService<IServiceScopeFactory>(), provider.GetRequiredService<CrmClock>(), Logger(provider)));
        services.TryAddScoped(static provider => new ReferralCrm(
            provider.GetRequiredService<ICrmStore>(),
            provider.GetRequiredService<ReferralEngine>(),
            provider.GetRequiredService<CrmSync>(),
            provider.GetRequiredService<CrmChannels>(),
            provider.GetRequiredService<IOptions<ReferralsOptions>>(),
            provider.GetRequiredService<CrmClock>()));
        services.TryAddScoped(static provider => new CrmHealthCheck(
            provider.GetRequiredService<ICrmStore>(), provider.GetRequiredService<CrmChannels>(), provider.GetRequiredService<CrmClock>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, CrmService>(static provider => new CrmService(
            provider.GetRequiredService<CrmSync>(),
            provider.GetRequiredService<CrmChannels>(),
            provider,
            provider.GetRequiredService<CrmClock>().Time,
            Logger(provider))));
        return builder;
    }

    private static ILogger Logger(IServiceProvider provider) =>
        (provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("Referrals.Crm");

    /// <summary>A CRM that was added.</summary>
    private sealed record Registration(string Name, CrmOptions Options, Func<CrmClock, ICrm> Crm);
}
