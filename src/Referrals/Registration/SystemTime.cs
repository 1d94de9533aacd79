using NodaTime;
using NodaTime.Extensions;

namespace Referrals.Registration;

/// <summary>The one place where the SDK takes its time from the surroundings.</summary>
internal static class SystemTime
{
    /// <summary>The clock of the host's time provider, or the system's where it has none.</summary>
    internal static IClock Clock(TimeProvider? provider) => Provider(provider).ToClock();

    /// <summary>The host's time provider, or the system's where it has none.</summary>
    internal static TimeProvider Provider(TimeProvider? provider) => provider ?? TimeProvider.System;
}
