using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Referrals.Hosting;
using Referrals.Operations;
using Referrals.Pipeline;
using Referrals.Storage;

namespace Referrals;

/// <summary>Adds the SDK to an application.</summary>
public static class ReferralsServiceCollectionExtensions
{
    /// <summary>
    /// Adds the SDK. <see cref="ReferralEngine"/> can then be injected, one for each scope. Without a call such as
    /// <c>UseEntityFrameworkCore</c> behind it everything is kept in memory and lost at the end: good for a first try and for tests.
    /// </summary>
    /// <remarks>
    /// Time comes from a registered <see cref="NodaTime.IClock"/>, else from a registered <see cref="TimeProvider"/>, else from the system. When the
    /// application starts, versions of programs that have decided are compared with what is registered: another content ends the start.
    /// </remarks>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Adds the programs. Everything is checked when the application starts. May be called again to add more.</param>
    /// <example><code>
    /// services.AddReferrals(r => r.AddProgram(program)).UseEntityFrameworkCore&lt;ShopDbContext&gt;();
    /// </code></example>
    public static ReferralsBuilder AddReferrals(this IServiceCollection services, Action<ReferralsOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        _ = services.AddOptions<ReferralsOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ReferralsOptions>, ReferralsOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ReferralsOptions>, ProgramsValidator>());
        services.TryAddSingleton(static provider => provider.GetRequiredService<IOptions<ReferralsOptions>>().Value.Registry());
        services.TryAddSingleton(static provider => new ReferralPrograms(
            provider.GetRequiredService<ProgramRegistry>(), default, SystemTime.Clock(provider)));
        services.TryAddSingleton<DefaultStore>();
        services.TryAddSingleton<IReferralStore>(static provider => provider.GetRequiredService<DefaultStore>().Store);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, StartupCheck>(static provider => new StartupCheck(
            provider.GetRequiredService<IServiceScopeFactory>(),
            provider.GetService<IHostEnvironment>(),
            (provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("Referrals"))));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ProgramFollower>(static provider => new ProgramFollower(
            provider.GetRequiredService<IServiceScopeFactory>(),
            provider.GetRequiredService<IOptions<ReferralsOptions>>(),
            SystemTime.Provider(provider.GetService<TimeProvider>()),
            (provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("Referrals"))));
        services.TryAddScoped(static provider => JournalKpis.Of(provider.GetRequiredService<IReferralStore>()));
        services.TryAddScoped(static provider => new ReferralEngine(new EngineScope
        {
            Store = MeasuredReferralStore.Around(
                provider.GetRequiredService<IReferralStore>(), SystemTime.Provider(provider.GetService<TimeProvider>())),
            Options = provider.GetRequiredService<IOptions<ReferralsOptions>>().Value,
            Programs = provider.GetRequiredService<ProgramRegistry>(),
            Clock = SystemTime.Clock(provider),
            Logger = (provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("Referrals"),
        }));
        return new ReferralsBuilder(services);
    }
}
