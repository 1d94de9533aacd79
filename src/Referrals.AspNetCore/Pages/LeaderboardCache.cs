using System.Collections.Concurrent;
using NodaTime;
using Referrals.Kpis;

namespace Referrals.AspNetCore.Pages;

/// <summary>The leaderboard of each program and tenant, made once for everybody who looks in the meantime.</summary>
internal sealed class LeaderboardCache
{
    private readonly ConcurrentDictionary<(string Tenant, string Program), (Instant At, Task<Leaderboard> Board)> _boards = [];

    /// <summary>The friends who signed up since the month began.</summary>
    internal Task<Leaderboard> GetAsync(ReferralEngine engine, ReferralProgram program, string tenant, Duration interval)
    {
        var (key, now) = ((tenant, program.Id.Value), engine.Clock.GetCurrentInstant());
        return _boards.TryGetValue(key, out var known) && !known.Board.IsFaulted && known.At <= now && now - known.At < interval
            ? known.Board
            : (_boards[key] = (now, MakeAsync(engine, program, now))).Board;
    }

    /// <remarks>Others wait for it too, so it does not end with the request that asked first; that one waits for it before it ends.</remarks>
    private static async Task<Leaderboard> MakeAsync(ReferralEngine engine, ReferralProgram program, Instant now)
    {
        var month = now.InZone(program.Zone).Date.With(DateAdjusters.StartOfMonth).AtStartOfDayInZone(program.Zone).ToInstant();
        return await engine.Reports.RankByPeriodAsync(
            KpiWindow.Of(month, now + Duration.Epsilon), Unit.Money("EUR"), LeaderboardMetric.ReferredSignups).ConfigureAwait(false);
    }
}
