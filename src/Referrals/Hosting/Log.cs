using Microsoft.Extensions.Logging;

namespace Referrals.Hosting;

/// <summary>What the background work logs.</summary>
internal static partial class Log
{
    [LoggerMessage(30, LogLevel.Error, "Partition {Partition}: a round of background work failed; it is tried again in the next one.")]
    internal static partial void RoundFailed(ILogger logger, Exception exception, Partition partition);

    [LoggerMessage(32, LogLevel.Warning, "Referrals are kept in memory and lost at the end, in an environment called Production: name a store, such as with UseEntityFrameworkCore.")]
    internal static partial void NothingIsKept(ILogger logger);

    [LoggerMessage(33, LogLevel.Warning, "The store did not answer at the start, so it was not looked whether programs have changed; the first decision does so.")]
    internal static partial void NotCheckedAtStart(ILogger logger, Exception exception);

    [LoggerMessage(31, LogLevel.Error, "A round of background work failed before it began: the tenants could not be read.")]
    internal static partial void TenantsFailed(ILogger logger, Exception exception);
}
