using Referrals.Ledger;
using Referrals.Programs;
using Referrals.Serialization;
using Referrals.State;
using Referrals.State.Accounts;
using Referrals.Storage;

namespace Referrals.Auditing;

/// <summary>Goes through everything that a partition holds, once, and checks what must always hold.</summary>
internal sealed class PartitionAudit
{
    private const int Page = 500;

    private readonly IReferralStore _store;
    private readonly Partition _partition;
    private readonly LedgerAudit _ledger = new();
    private readonly RewardAudit _rewards = new();
    private readonly ReferralAudit _referrals = new();
    private readonly LimitAudit _limits;
    private readonly JournalAudit _journal;

    internal PartitionAudit(IReferralStore store, Partition partition, ProgramVersions versions)
    {
        _store = store;
        _partition = partition;
        _limits = new LimitAudit(versions);
        _journal = new JournalAudit(store, partition);
    }

    internal async ValueTask<IReadOnlyList<AuditFinding>> RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var record in ScanAsync(RecordKind.Ledger, cancellationToken).ConfigureAwait(false))
        {
            var line = RecordJson.ReadLine(record.Content.Value);
            _ledger.Add(line);
            _rewards.Add(line);
        }

        await foreach (var record in ScanAsync(RecordKind.Reward, cancellationToken).ConfigureAwait(false))
        {
            _rewards.Add((RewardState)RecordJson.Read(record.Key.Kind, record.Content.Value));
        }

        long facts = 0;
        await foreach (var record in ScanAsync(RecordKind.Fact, cancellationToken).ConfigureAwait(false))
        {
            _referrals.Add(RecordJson.ReadFact(record.Content.Value));
            facts++;
        }

        await foreach (var record in ScanAsync(RecordKind.Customer, cancellationToken).ConfigureAwait(false))
        {
            var customer = (CustomerState)RecordJson.Read(record.Key.Kind, record.Content.Value);
            _rewards.Add(customer);
            _referrals.Add(customer);
        }

        await foreach (var record in ScanAsync(RecordKind.Account, cancellationToken).ConfigureAwait(false))
        {
            _rewards.Add((AccountState)RecordJson.Read(record.Key.Kind, record.Content.Value));
        }

        await foreach (var record in ScanAsync(RecordKind.Counter, cancellationToken).ConfigureAwait(false))
        {
            _limits.AddCounter(record);
        }

        await foreach (var record in ScanAsync(RecordKind.Event, cancellationToken).ConfigureAwait(false))
        {
            await _journal.AddAsync(RecordJson.ReadEvent(record.Content.Value), cancellationToken).ConfigureAwait(false);
        }

        return
        [
            .. _ledger.Finish().Concat(await FindWrongBalancesAsync(_store, _partition, _ledger, cancellationToken).ConfigureAwait(false))
                .Select(static finding => new AuditFinding(finding.Code, finding.Posting, finding.Message)),
            .. _rewards.Finish(),
            .. _referrals.Finish(),
            .. _limits.Finish(_rewards.Granted),
            .. await _journal.FinishAsync(facts, cancellationToken).ConfigureAwait(false),
        ];
    }

    /// <summary>Balances, and accounts lot by lot, that are not the sum of the lines.</summary>
    internal static async ValueTask<IReadOnlyList<LedgerFinding>> FindWrongBalancesAsync(
        IReferralStore store, Partition partition, LedgerAudit audit, CancellationToken cancellationToken)
    {
        var findings = new List<LedgerFinding>();
        foreach (var accounts in audit.Balances.Chunk(Page))
        {
            var keys = accounts.Select(static account => Key(account.Key)).ToArray();
            var snapshot = await store.LoadAsync(partition, keys, cancellationToken).ConfigureAwait(false);
            findings.AddRange(accounts
                .Where(account => (snapshot.Find(Key(account.Key))?.Number ?? 0) != account.Value)
                .Select(account => new LedgerFinding(
                    LedgerAudit.WrongBalance,
                    Key(account.Key).Id,
                    $"The balance is {snapshot.Find(Key(account.Key))?.Number ?? 0}, the sum of the lines {account.Value}.")));
        }

        await foreach (var record in store.ScanAsync(partition, RecordKind.Account, ScanRange.All, cancellationToken).ConfigureAwait(false))
        {
            findings.AddRange(AccountFindings.Of((AccountState)RecordJson.Read(record.Key.Kind, record.Content.Value), audit.Balances));
        }

        return findings;

        static RecordKey Key((LedgerAccount Account, CustomerId Owner, Unit Unit) account) =>
            StateKeys.Balance(account.Account, account.Unit, account.Owner);
    }

    private IAsyncEnumerable<StoredRecord> ScanAsync(RecordKind kind, CancellationToken cancellationToken) =>
        _store.ScanAsync(_partition, kind, ScanRange.All, cancellationToken);
}
