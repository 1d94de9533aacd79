using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Referrals.AI;
using Referrals.AI.Auditing;
using Referrals.AI.Functions;
using Referrals.AI.Proposals;
using Referrals.Pipeline;

namespace Referrals;

/// <summary>Adds functions for AI assistants to an application.</summary>
public static class ReferralsBuilderToolExtensions
{
    /// <summary>Adds <see cref="ReferralTools"/>, one for each scope. Calls are logged; register an <see cref="IToolAudit"/> of your own to keep them.</summary>
    /// <param name="builder">The builder that <c>AddReferrals</c> gives.</param>
    /// <param name="configure">Says who a principal is, what friends are called, and the limits; optional.</param>
    /// <exception cref="ReferralsException">An option is out of its range.</exception>
    /// <example><code>
    /// services.AddReferrals(r => r.AddProgram(program))
    ///     .AddAITools(o => o.Caller = user => user.IsInRole("staff")
    ///         ? ToolCaller.Team(user.Identity!.Name!, ToolPermissions.Support)
    ///         : ToolCaller.Participant(CustomerId.From(user.FindFirstValue(ClaimTypes.NameIdentifier)!)));
    /// </code></example>
    public static ReferralsBuilder AddAITools(this ReferralsBuilder builder, Action<ReferralToolOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new ReferralToolOptions();
        configure?.Invoke(options);
        options.Check();
        var services = builder.Services;
        services.TryAddSingleton(options);
        services.TryAddSingleton<CallLimiter>();
        services.TryAddSingleton(static provider => new ProposalSeal(
            provider.GetRequiredService<ReferralToolOptions>().ProposalKey, CryptographicRandomness.Instance));
        services.TryAddScoped<IToolAudit>(static provider => new LoggedCalls(Logger(provider)));
        services.TryAddScoped(static provider => new ReferralTools(new ToolServices(
            provider.GetRequiredService<ReferralEngine>(),
            provider.GetRequiredService<ReferralToolOptions>(),
            provider.GetRequiredService<IToolAudit>(),
            provider.GetRequiredService<ProposalSeal>(),
            provider.GetRequiredService<CallLimiter>(),
            Logger(provider))));
        return builder;
    }

    private static ILogger Logger(IServiceProvider provider) =>
        (provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("Referrals.AI");
}
