using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Referrals.AI.Auditing;

/// <summary>Logs calls with surrogates in place of persons: the same person has the same one, and nothing leads back without the id.</summary>
internal sealed class LoggedCalls(ILogger logger) : IToolAudit
{
    public ValueTask RecordAsync(ToolCallRecord record, CancellationToken cancellationToken)
    {
        Log.Called(
            logger,
            record.Tool,
            record.Caller.Customer is null ? "team" : "participant",
            Surrogate(record.Caller.Name),
            record.Concerns is { } customer ? Surrogate(customer.Value) : "nobody",
            record.Error ?? "answered",
            record.Duration.TotalMilliseconds);
        return ValueTask.CompletedTask;
    }

    internal static string Surrogate(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 6));
}

/// <summary>What the package logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "{Tool} by {Kind} {Caller} about {Concerns}: {Outcome}, {Milliseconds} ms")]
    internal static partial void Called(ILogger logger, string tool, string kind, string caller, string concerns, string outcome, double milliseconds);

    [LoggerMessage(2, LogLevel.Error, "{Tool} failed")]
    internal static partial void CallFailed(ILogger logger, string tool, Exception exception);
}
