using Microsoft.Extensions.Logging;

namespace Referrals.Outbox;

/// <summary>What delivery logs: partitions, types and counts, never a customer or what an event says.</summary>
internal static partial class Log
{
    [LoggerMessage(20, LogLevel.Warning, "Partition {Partition}: an event {Type} could not be delivered at attempt {Attempt}; trying again later.")]
    internal static partial void Failed(ILogger logger, Exception exception, Partition partition, string type, long attempt);

    [LoggerMessage(21, LogLevel.Error, "Partition {Partition}: an event {Type} could not be delivered at attempt {Attempt} and was set aside.")]
    internal static partial void SetAside(ILogger logger, Exception exception, Partition partition, string type, long attempt);

    [LoggerMessage(22, LogLevel.Warning, "Partition {Partition}: an event {Type} was delivered, but its lease was over; it may be delivered again.")]
    internal static partial void LeaseLost(ILogger logger, Partition partition, string type);
}
