using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Referrals.Events;
using Referrals.Hosting;
using Referrals.Storage;

namespace Referrals;

/// <summary>Goes on after <c>AddReferrals</c>: says where referrals are stored.</summary>
public sealed class ReferralsBuilder
{
    internal ReferralsBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services; for packages that extend this builder.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public IServiceCollection Services { get; }

    /// <summary>Stores referrals in a custom store, which is made anew for every scope.</summary>
    /// <typeparam name="TStore">The store.</typeparam>
    public ReferralsBuilder UseStore<[System.Diagnostics.CodeAnalysis.DynamicallyAccessedMembers(
        System.Diagnostics.CodeAnalysis.DynamicallyAccessedMemberTypes.PublicConstructors)] TStore>()
        where TStore : class, IReferralStore
    {
        Services.Replace(ServiceDescriptor.Scoped<IReferralStore, TStore>());
        return this;
    }

    /// <summary>Stores referrals in one store that the whole host shares and that many threads may use at once.</summary>
    public ReferralsBuilder UseStore(IReferralStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        Services.Replace(ServiceDescriptor.Singleton(store));
        return this;
    }
}

/// <summary>Adds what runs in the background of an application.</summary>
public static class ReferralsBuilderHostingExtensions
{
    /// <summary>
    /// Writes an event for each decision that led to facts, in the same commit, and hands it to the application. Delivery needs
    /// <see cref="AddBackgroundProcessing"/>, in this process or in another one that has the same handler.
    /// </summary>
    /// <typeparam name="THandler">What the application does with an event.</typeparam>
    /// <param name="builder">The builder that <c>AddReferrals</c> gives.</param>
    /// <param name="configure">Sets names, delays and attempts; optional.</param>
    /// <exception cref="ArgumentException">An option is out of its range; thrown when the options are first used.</exception>
    /// <example><code>
    /// services.AddReferrals(r => r.AddProgram(program)).PublishEventsTo&lt;BusHandler&gt;().AddBackgroundProcessing();
    /// </code></example>
    public static ReferralsBuilder PublishEventsTo<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(
        this ReferralsBuilder builder, Action<OutboxOptions>? configure = null)
        where THandler : class, IReferralEventHandler
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure<ReferralsOptions>(options => options.PublishEvents(configure));
        builder.Services.Replace(ServiceDescriptor.Scoped<IReferralEventHandler, THandler>());
        return builder;
    }

    /// <summary>
    /// Runs what time makes due from the start of the application to its end: rewards whose hold is over vest, and events are delivered. For
    /// an application with tenants, register an <see cref="ITenantSource"/>.
    /// </summary>
    /// <param name="builder">The builder that <c>AddReferrals</c> gives.</param>
    /// <param name="configure">Sets the interval; optional.</param>
    /// <exception cref="ArgumentOutOfRangeException">The interval is out of its range.</exception>
    public static ReferralsBuilder AddBackgroundProcessing(this ReferralsBuilder builder, Action<BackgroundProcessingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new BackgroundProcessingOptions();
        configure?.Invoke(options);
        options.Check();
        builder.Services.TryAddSingleton(static provider => new BackgroundRounds(
            RoundAsync,
            provider.GetRequiredService<IServiceScopeFactory>(),
            static (services, tenant, cancellationToken) =>
                services.GetRequiredService<ReferralEngine>().FollowAllAsync(tenant, cancellationToken),
            Logger(provider)));
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, BackgroundRoundsService>(provider => new BackgroundRoundsService(
            provider.GetRequiredService<BackgroundRounds>(),
            options,
            SystemTime.Provider(provider.GetService<TimeProvider>()),
            Logger(provider))));
        return builder;
    }

    /// <summary>
    /// Follows a folder of JSON files while the application runs, and publishes what is new in it: of each program the highest version. Programs are then
    /// kept in the store (<see cref="ReferralsOptions.StorePrograms"/>), so that all instances decide by the same versions; each may follow a copy of the
    /// folder. For an application with tenants the programs are published for each tenant of its <see cref="ITenantSource"/>.
    /// </summary>
    /// <remarks>
    /// A file that is half written, holds a mistake or is stopped by the gate never takes effect; the log says file, line and JSON path, and what is in
    /// force stays in force. A version that was published stays what it is: a change of its file is refused, and the next version takes the next number.
    /// Taking a file away ends nothing; see <see cref="PublishingOperations.EndAsync"/>.
    /// </remarks>
    /// <param name="builder">The builder that <c>AddReferrals</c> gives.</param>
    /// <param name="folder">The folder; it has to exist when the application starts.</param>
    /// <param name="configure">Sets who publishes, and how often the folder is looked at; optional.</param>
    /// <exception cref="ArgumentException">A text is empty or too long, or the interval is out of its range.</exception>
    /// <example><code>
    /// services.AddReferrals(r => r.AddRules(rules)).UseEntityFrameworkCore&lt;ShopContext&gt;().PublishProgramsFrom("programs", o => o.By = "deployment");
    /// </code></example>
    public static ReferralsBuilder PublishProgramsFrom(this ReferralsBuilder builder, string folder, Action<ProgramFolderOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var options = new ProgramFolderOptions();
        configure?.Invoke(options);
        options.Check();
        var path = Path.GetFullPath(folder);
        builder.Services.Configure<ReferralsOptions>(static options => options.StorePrograms());
        builder.Services.AddSingleton<IHostedService>(provider => new ProgramFolderService(
            new ProgramFolder(
                path,
                (services, tenant, files, cancellationToken) =>
                {
                    var engine = services.GetRequiredService<ReferralEngine>();
                    return (tenant.IsDefault ? engine : engine.ForTenant(tenant)).Publishing.PublishFilesAsync(files, options, cancellationToken);
                },
                provider.GetRequiredService<IServiceScopeFactory>(),
                Logger(provider)),
            options.Interval,
            SystemTime.Provider(provider.GetService<TimeProvider>())));
        return builder;
    }

    /// <summary>
    /// The one place where due work is named. What a program decides because time passes belongs into
    /// <see cref="ProgramOperations.ProcessDueAsync"/>; what is neither that nor delivery is added here.
    /// </summary>
    private static async ValueTask RoundAsync(
        IServiceProvider services, TenantId tenant, ProgramId program, CancellationToken cancellationToken)
    {
        var engine = services.GetRequiredService<ReferralEngine>();
        engine = tenant.IsDefault ? engine : engine.ForTenant(tenant);
        engine = engine.ForProgram(program);
        await engine.Operations.ProcessDueAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        if (services.GetService<IReferralEventHandler>() is { } handler)
        {
            await engine.Events.DeliverAsync(handler, cancellationToken).ConfigureAwait(false);
        }
    }

    private static ILogger Logger(IServiceProvider provider) =>
        (provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("Referrals");
}
