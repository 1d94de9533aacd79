using System.Collections.Concurrent;
using NodaTime;

namespace Referrals.AI.Functions;

/// <summary>Counts calls of each caller in whole minutes of the clock. It remembers a bounded number of callers.</summary>
internal sealed class CallLimiter
{
    private const int MaxCallers = 10_000;

    private readonly ConcurrentDictionary<string, (long Minute, int Count)> _counts = new(StringComparer.Ordinal);

    internal bool Allows(string caller, int limit, Instant now)
    {
        var minute = now.ToUnixTimeSeconds() / 60;
        if (_counts.Count >= MaxCallers)
        {
            foreach (var (key, (then, _)) in _counts)
            {
                if (then != minute)
                {
                    _ = _counts.TryRemove(key, out _);
                }
            }
        }

        var (_, count) = _counts.AddOrUpdate(
            caller, (minute, 1), (_, one) => one.Minute == minute ? (minute, Math.Min(one.Count, limit) + 1) : (minute, 1));
        return count <= limit;
    }
}
