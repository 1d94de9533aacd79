using Referrals.Kpis;
using Replay.Importing;

namespace Replay.Reporting;

/// <summary>Everything that a report tells.</summary>
internal sealed record Report
{
    public required ReplayInput Input { get; init; }

    public required string Database { get; init; }

    public required ImportResult Imported { get; init; }

    public required Outcome Outcome { get; init; }

    public required KpiReport Kpis { get; init; }
}
