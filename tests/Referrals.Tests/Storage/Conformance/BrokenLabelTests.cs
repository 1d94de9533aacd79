using System.Runtime.CompilerServices;
using Referrals.Storage;
using Referrals.Testing.Conformance;

namespace Referrals.Tests.Storage.Conformance;

/// <summary>The part of the kit about labels is worth something only if it notices faults.</summary>
public sealed class BrokenLabelTests
{
    private static readonly Dictionary<string, (Func<IReferralStore> Make, string NoticedBy)> All = new(StringComparer.Ordinal)
    {
        ["has no labels"] = (static () => new PlainStore(), "labels: An owner and a subject find the latest first"),
        ["finds the oldest first"] = (static () => new Reversed(), "labels: An owner and a subject find the latest first"),
        ["ignores case"] = (static () => new CaseBlind(), "labels: Labels are told apart by every character"),
        ["mixes labels up"] = (static () => new Mixed(), "labels: Kinds labels and partitions are told apart"),
        ["ends after a page"] = (static () => new OnePage(), "labels: Many records come all and each once"),
        ["keeps the first labels"] = (static () => new Sticky(), "labels: A replace moves and ends labels"),
        ["ignores the cursor"] = (static () => new FromTheStart(), "labels: A list finds the oldest first"),
    };

    public static TheoryData<string> Faults => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Kit_notices_a_store_that(string fault)
    {
        var (make, noticedBy) = All[fault];
        await Assert.ThrowsAsync<StoreConformanceException>(
            () => LabelConformance.Find(noticedBy).RunAsync(new SharedStore(make()), CancellationToken.None));
    }

    [Fact]
    public void Cases_are_those_that_were_approved() => Approvals.Verify(string.Join('\n', LabelConformance.Cases.Select(one => one.Name)));

    [Fact]
    public void An_unknown_case_is_named_in_the_message() =>
        Assert.Contains("'nothing'", Assert.Throws<ArgumentException>(() => LabelConformance.Find("nothing")).Message, StringComparison.Ordinal);

    private class BrokenLabels : BrokenStore, ILabelSource
    {
        public virtual IAsyncEnumerable<StoredRecord> FindAsync(Partition partition, LabelQuery query, CancellationToken cancellationToken) =>
            Good.FindAsync(partition, query, cancellationToken);
    }

    private sealed class Reversed : BrokenLabels
    {
        public override async IAsyncEnumerable<StoredRecord> FindAsync(
            Partition partition, LabelQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            foreach (var record in (await base.FindAsync(partition, query, cancellationToken).ToListAsync(cancellationToken)).OrderBy(static one => one.Position))
            {
                yield return record;
            }
        }
    }

    private sealed class CaseBlind : BrokenLabels
    {
        public override async IAsyncEnumerable<StoredRecord> FindAsync(
            Partition partition, LabelQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (var record in Good.ScanAsync(partition, query.Kind, ScanRange.All, cancellationToken))
            {
                if (string.Equals(record.Content.Labels?.Owner, query.Text, StringComparison.OrdinalIgnoreCase))
                {
                    yield return record;
                }
            }
        }
    }

    private sealed class Mixed : BrokenLabels
    {
        public override async IAsyncEnumerable<StoredRecord> FindAsync(
            Partition partition, LabelQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (var record in Good.ScanAsync(partition, query.Kind, ScanRange.All, cancellationToken))
            {
                if (record.Content.Labels is { } labels && (labels.Owner == query.Text || labels.Subject == query.Text))
                {
                    yield return record;
                }
            }
        }
    }

    private sealed class OnePage : BrokenLabels
    {
        public override IAsyncEnumerable<StoredRecord> FindAsync(Partition partition, LabelQuery query, CancellationToken cancellationToken) =>
            Good.FindAsync(partition, query.Take(Math.Min(query.Limit, 512)), cancellationToken);
    }

    private sealed class FromTheStart : BrokenLabels
    {
        public override IAsyncEnumerable<StoredRecord> FindAsync(Partition partition, LabelQuery query, CancellationToken cancellationToken) =>
            Good.FindAsync(partition, query.After(query.IsAscending ? 0 : long.MaxValue), cancellationToken);
    }

    /// <summary>Labels are set by the insert and never again.</summary>
    private sealed class Sticky : BrokenLabels
    {
        private readonly Dictionary<RecordKey, RecordLabels?> _first = [];

        public override async ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken)
        {
            var operations = batch.Operations.Select(one => one.Kind switch
            {
                StoreOperationKind.Insert => Keep(one),
                StoreOperationKind.Replace => StoreOperation.Replace(one.Key, one.ExpectedVersion, one.Content! with { Labels = _first[one.Key] }),
                _ => one,
            });
            return await base.CommitAsync(CommitBatch.Of(batch.Partition, operations), cancellationToken);
        }

        private StoreOperation Keep(StoreOperation insert)
        {
            _first[insert.Key] = insert.Content!.Labels;
            return insert;
        }
    }
}
