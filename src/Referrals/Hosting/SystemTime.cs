using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Extensions;

namespace Referrals.Hosting;

/// <summary>The one place where the SDK takes its time from the surroundings.</summary>
internal static class SystemTime
{
    /// <summary>The clock of an application: the one that it registered, else that of its time provider, else the system's.</summary>
    internal static IClock Clock(IServiceProvider services) =>
        services.GetService<IClock>() ?? Clock(services.GetService<TimeProvider>());

    /// <summary>The clock of a time provider, or the system's where there is none.</summary>
    internal static IClock Clock(TimeProvider? provider) => Provider(provider).ToClock();

    /// <summary>The application's time provider, or the system's where it has none.</summary>
    internal static TimeProvider Provider(TimeProvider? provider) => provider ?? TimeProvider.System;
}
