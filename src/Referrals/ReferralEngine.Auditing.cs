using Referrals.Auditing;
using Referrals.Storage;

namespace Referrals;

/// <content>Checks that a host can schedule.</content>
public sealed partial class ReferralEngine
{
    private const int MessagesToLookAt = 100;

    /// <summary>
    /// Checks everything that must always hold: the ledger's postings, chains and balances; that rewards, customers and ledger agree; that
    /// everybody was referred at most once and nobody by himself, around any number of corners; that caps and budgets were kept; and that the
    /// journal holds exactly what was decided. An empty answer means that all is right.
    /// </summary>
    /// <remarks>
    /// It reads all of the partition and keeps a few numbers for each customer and reward; run it at night, on a replica if there is one.
    /// While others write, things can look wrong that are only half seen: what is found is therefore looked at a second time,
    /// and only what is found twice is told.
    /// </remarks>
    /// <param name="program">The program; may be left out where there is only one.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    public async ValueTask<IReadOnlyList<AuditFinding>> VerifyAsync(
        ProgramId program = default, CancellationToken cancellationToken = default)
    {
        var partition = PartitionOf(program);
        var findings = await AuditAsync().ConfigureAwait(false);
        if (findings.Count > 0)
        {
            var again = (await AuditAsync().ConfigureAwait(false)).Select(static finding => (finding.Code, finding.Subject)).ToHashSet();
            findings = [.. findings.Where(finding => again.Contains((finding.Code, finding.Subject)))];
        }

        if (findings.Count > 0)
        {
            Auditing.Log.Found(_logger, partition, findings.Count, findings[0].Code);
        }
        else
        {
            Auditing.Log.Clean(_logger, partition);
        }

        return findings;

        ValueTask<IReadOnlyList<AuditFinding>> AuditAsync() =>
            new PartitionAudit(_store, partition, _programs.Find(program), _options.Surrogates).RunAsync(cancellationToken);
    }

    /// <summary>Reads a little of each program: throws if the store cannot be reached, and gives how many of the first events were set aside.</summary>
    internal async ValueTask<int> ProbeAsync(CancellationToken cancellationToken)
    {
        var setAside = 0;
        foreach (var program in _programs.Ids)
        {
            await _store.LoadAsync(PartitionOf(program), [State.StateKeys.CodesIssued], cancellationToken).ConfigureAwait(false);
            if (_store is not IOutboxStore || _options.Outbox is null)
            {
                continue;
            }

            var range = ScanRange.All.Take(MessagesToLookAt);
            await foreach (var message in _store.ScanAsync(PartitionOf(program), RecordKind.Message, range, cancellationToken).ConfigureAwait(false))
            {
                setAside += message.Content.DueAt is null ? 1 : 0;
            }
        }

        return setAside;
    }
}
