using Microsoft.Extensions.Logging;

namespace Referrals.Hosting;

/// <summary>What the background work logs.</summary>
internal static partial class Log
{
    [LoggerMessage(30, LogLevel.Error, "Partition {Partition}: a round of background work failed; it is tried again in the next one.")]
    internal static partial void RoundFailed(ILogger logger, Exception exception, Partition partition);

    [LoggerMessage(31, LogLevel.Error, "A round of background work failed before it began: the tenants could not be read.")]
    internal static partial void TenantsFailed(ILogger logger, Exception exception);
}
