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

    [LoggerMessage(5, LogLevel.Warning, "Partition {Partition}: a link of the host {Host} was not read; if it is yours, add it to ReferralsOptions.LinkHosts.")]
    internal static partial void LinkOfUnknownHost(ILogger logger, Partition partition, string? host);

    [LoggerMessage(6, LogLevel.Warning, "Partition {Partition}: a link of a host of the program holds no code where any version's links have one.")]
    internal static partial void LinkWithoutCode(ILogger logger, Partition partition);

    [LoggerMessage(7, LogLevel.Warning, "Partition {Partition}: {Warning}")]
    internal static partial void VersionsMissing(ILogger logger, Partition partition, string warning);

    [LoggerMessage(
        8, LogLevel.Error, "Partition {Partition}: a {Kind} that is due since {DueAt} could not be carried out; it is set aside until the next round.")]
    internal static partial void SetAside(ILogger logger, Exception? exception, Partition partition, RecordKind kind, NodaTime.Instant dueAt);

    [LoggerMessage(9, LogLevel.Warning, "Partition {Partition}: a conversion that waited for a sign-up is judged when due work runs next.")]
    internal static partial void LeftForLater(ILogger logger, Exception exception, Partition partition);

    [LoggerMessage(
        10, LogLevel.Warning, "Partition {Partition}: an input under an id or key that was decided before says something else; answered {Code}. Its explanation names what differs.")]
    internal static partial void Contradiction(ILogger logger, Partition partition, string code);

    [LoggerMessage(3, LogLevel.Warning, "Partition {Partition}: a commit ended without an answer; looking whether it happened.")]
    internal static partial void UnknownOutcome(ILogger logger, Exception exception, Partition partition);
}
