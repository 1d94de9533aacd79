using Microsoft.Extensions.Logging;
using Referrals.Storage;

namespace Referrals.Pipeline;

/// <summary>What the pipeline logs: codes and counts, never a customer, a code or an amount.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "Partition {Partition}: decided {Code}, accepted: {IsAccepted}.")]
    internal static partial void Decided(ILogger logger, Partition partition, string code, bool isAccepted);

    [LoggerMessage(2, LogLevel.Debug, "Partition {Partition}: attempt {Attempt} met a change of a {Kind} by another worker; deciding again.")]
    internal static partial void Conflict(ILogger logger, Partition partition, int attempt, RecordKind kind);

    [LoggerMessage(4, LogLevel.Warning, "Partition {Partition}: so many codes are in use that they can be guessed; give the program longer codes.")]
    internal static partial void GuessableCodes(ILogger logger, Partition partition);

    [LoggerMessage(5, LogLevel.Warning, "Partition {Partition}: a conversion that waited for a sign-up is judged when due work runs next.")]
    internal static partial void LeftForLater(ILogger logger, Exception exception, Partition partition);

    [LoggerMessage(3, LogLevel.Warning, "Partition {Partition}: a commit ended without an answer; looking whether it happened.")]
    internal static partial void UnknownOutcome(ILogger logger, Exception exception, Partition partition);
}
