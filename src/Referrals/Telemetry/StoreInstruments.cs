using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Referrals.Telemetry;

/// <summary>The instruments, made once for the process, as their listeners expect.</summary>
internal static class StoreInstruments
{
    private static readonly Meter Meter = new(ReferralsTelemetry.MeterName);

    internal static readonly ActivitySource Source = new(ReferralsTelemetry.SourceName);

    internal static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        ReferralsTelemetry.OperationDuration, "s", "How long an operation of the store took.");

    internal static readonly Counter<long> Conflicts = Meter.CreateCounter<long>(
        ReferralsTelemetry.Conflicts, "{commit}", "Commits that met a change by another worker.");

    internal static readonly Counter<long> Messages = Meter.CreateCounter<long>(
        ReferralsTelemetry.Messages, "{message}", "Messages that were leased, and what became of them.");
}
