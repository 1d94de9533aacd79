using Microsoft.Extensions.Logging;

namespace Referrals.AspNetCore.Visitors;

/// <summary>What the web part logs. No message names a customer, a visitor or a code.</summary>
internal static partial class Log
{
    [LoggerMessage(50, LogLevel.Warning, "A visitor could not be joined to the customer who signed in; the next request tries it again.")]
    internal static partial void NotJoined(ILogger logger, Exception exception);
}
