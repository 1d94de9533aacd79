using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Referrals.Tests.Hosting;

/// <summary>Keeps what is logged.</summary>
internal sealed class KeptLogs : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _lines = [];

    internal IEnumerable<string> At(LogLevel level) => _lines.Where(line => line.Level == level).Select(static line => line.Text);

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue((logLevel, formatter(state, exception)));

    public void Dispose()
    {
    }
}
