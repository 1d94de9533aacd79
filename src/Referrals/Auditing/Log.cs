using Microsoft.Extensions.Logging;

namespace Referrals.Auditing;

/// <summary>What an audit logs: partitions, codes and counts, never whom it is about.</summary>
internal static partial class Log
{
    [LoggerMessage(40, LogLevel.Error, "Partition {Partition}: an audit found {Count} things that cannot be right, the first of the code {Code}.")]
    internal static partial void Found(ILogger logger, Partition partition, int count, string code);

    [LoggerMessage(41, LogLevel.Information, "Partition {Partition}: an audit found nothing wrong.")]
    internal static partial void Clean(ILogger logger, Partition partition);
}
