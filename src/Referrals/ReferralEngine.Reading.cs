using System.Runtime.CompilerServices;
using NodaTime;
using Referrals.Auditing;
using Referrals.Deciding;
using Referrals.Kpis;
using Referrals.Kpis.Reports;
using Referrals.Ledger;
using Referrals.Pipeline;
using Referrals.Serialization;
using Referrals.Storage;

namespace Referrals;

/// <content>What can be read, and the passing of time.</content>
public sealed partial class ReferralEngine
{
    private const int Page = 500;

    /// <summary>
    /// Tells the program how late it is: holds and reviews end, rewards expire, in the order of time. Call it from a timer; any number
    /// of instances may do so at once.
    /// </summary>
    /// <param name="until">How late it is; <c>null</c> for now.</param>
    /// <param name="program">The program; may be left out where there is only one.</param>
    /// <param name="cancellationToken">Ends the call early; what has happened by then stays.</param>
    /// <returns>How much happened by this call, and what could not be carried out; that keeps nothing else waiting and is tried again by the next call.</returns>
    public ValueTask<AdvanceReport> AdvanceAsync(
        Instant? until = null, ProgramId program = default, CancellationToken cancellationToken = default)
    {
        var now = (until ?? _clock.GetCurrentInstant()).ToMicroseconds();
        var passing = new TimePassing(_store, PartitionOf(program), input => DecideAsync(input, program, cancellationToken), _logger);
        return passing.RunAsync(now, cancellationToken);
    }

    /// <summary>The journal: every fact, in the order in which it was decided.</summary>
    public async IAsyncEnumerable<Fact> ReadJournalAsync(
        ProgramId program = default, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var record in ScanAsync(program, RecordKind.Fact, cancellationToken).ConfigureAwait(false))
        {
            yield return RecordJson.ReadFact(record.Content.Value);
        }
    }

    /// <summary>The ledger: every line, in the order in which it was posted.</summary>
    public async IAsyncEnumerable<LedgerLine> ReadLedgerAsync(
        ProgramId program = default, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var record in ScanAsync(program, RecordKind.Ledger, cancellationToken).ConfigureAwait(false))
        {
            yield return RecordJson.ReadLine(record.Content.Value);
        }
    }

    /// <summary>
    /// Checks the whole ledger: every posting balances, no line was changed, taken out or put in between, and every customer's
    /// balance is the sum of its lines and of its lots. An empty answer means that all is right. Call it while nobody writes, or look
    /// twice; see also <see cref="VerifyAsync"/>, which checks everything.
    /// </summary>
    public async ValueTask<IReadOnlyList<LedgerFinding>> VerifyLedgerAsync(
        ProgramId program = default, CancellationToken cancellationToken = default)
    {
        var audit = new LedgerAudit();
        await foreach (var line in ReadLedgerAsync(program, cancellationToken).ConfigureAwait(false))
        {
            audit.Add(line);
        }

        return
        [
            .. audit.Finish(),
            .. await PartitionAudit.FindWrongBalancesAsync(_store, PartitionOf(program), audit, cancellationToken).ConfigureAwait(false),
        ];
    }

    /// <summary>Every input with its decision and explanation, refusals included, in the order in which they were decided.</summary>
    public async IAsyncEnumerable<DecidedInput> ReadDecisionsAsync(
        ProgramId program = default, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var record in ScanAsync(program, RecordKind.Event, cancellationToken).ConfigureAwait(false))
        {
            var stored = RecordJson.ReadEvent(record.Content.Value);
            yield return new DecidedInput(stored.Input, stored.Decision);
        }
    }

    /// <summary>The KPIs of a window, computed from the journal.</summary>
    /// <param name="window">From when, until before when.</param>
    /// <param name="unit">The unit of revenue, margin and cost. What is in other units is counted apart, never added.</param>
    /// <param name="program">The program; may be left out where there is only one.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    public async ValueTask<KpiReport> KpisAsync(
        KpiWindow window, Unit unit, ProgramId program = default, CancellationToken cancellationToken = default)
    {
        var facts = new List<Fact>();
        await foreach (var fact in ReadJournalAsync(program, cancellationToken).ConfigureAwait(false))
        {
            facts.Add(fact);
        }

        return KpiReport.Compute(facts, window, unit);
    }

    private IAsyncEnumerable<StoredRecord> ScanAsync(ProgramId program, RecordKind kind, CancellationToken cancellationToken) =>
        _store.ScanAsync(PartitionOf(program), kind, ScanRange.All, cancellationToken);
}
