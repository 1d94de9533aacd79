using Referrals.Storage;
using Referrals.Testing.Conformance;

namespace Referrals.Tests.Storage.Conformance;

/// <summary>The part of the kit about groups is worth something only if it notices faults.</summary>
public sealed class BrokenBulkTests
{
    private static readonly Dictionary<string, (Func<IReferralStore> Make, string NoticedBy)> All = new(StringComparer.Ordinal)
    {
        ["commits no groups"] = (static () => new PlainStore(), "groups: Each batch sees what the ones before it left"),
        ["stops in the middle"] = (static () => new OneByOne(), "groups: A conflict of the last batch leaves nothing of the first"),
        ["keeps what came before a known event"] = (static () => new OneByOne(), "groups: An event that is known is given and nothing is stored"),
        ["looks at limits at the end only"] = (static () => new Netting(), "groups: Limits hold in the middle of a group"),
        ["checks all before it writes any"] = (static () => new Blind(), "groups: Each batch sees what the ones before it left"),
        ["leaves large groups out"] = (static () => new Impatient(), "groups: Large groups are committed whole"),
        ["mixes partitions"] = (static () => new OneByOne(), "groups: Batches of two partitions are refused"),
        ["does not ask for cancellation"] = (static () => new OneByOne(), "groups: A cancelled group stores nothing"),
    };

    public static TheoryData<string> Faults => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Kit_notices_a_store_that(string fault)
    {
        var (make, noticedBy) = All[fault];
        await Assert.ThrowsAsync<StoreConformanceException>(
            () => BulkConformance.Find(noticedBy).RunAsync(new SharedStore(make()), CancellationToken.None));
    }

    [Fact]
    public void Cases_are_those_that_were_approved() => Approvals.Verify(string.Join('\n', BulkConformance.Cases.Select(one => one.Name)));

    [Fact]
    public void An_unknown_case_is_named_in_the_message() =>
        Assert.Contains("'nothing'", Assert.Throws<ArgumentException>(() => BulkConformance.Find("nothing")).Message, StringComparison.Ordinal);

    private abstract class BrokenBulk : BrokenStore, IBulkStore
    {
        public abstract ValueTask<CommitOutcome> CommitAllAsync(IReadOnlyList<CommitBatch> batches, CancellationToken cancellationToken);
    }

    private sealed class OneByOne : BrokenBulk
    {
        public override async ValueTask<CommitOutcome> CommitAllAsync(IReadOnlyList<CommitBatch> batches, CancellationToken cancellationToken)
        {
            foreach (var batch in batches)
            {
                if (await Good.CommitAsync(batch, CancellationToken.None) is { Status: not CommitStatus.Committed } outcome)
                {
                    return outcome;
                }
            }

            return CommitOutcome.Committed;
        }
    }

    /// <summary>Adds up what a group adds to each counter.</summary>
    private sealed class Netting : BrokenBulk
    {
        public override ValueTask<CommitOutcome> CommitAllAsync(IReadOnlyList<CommitBatch> batches, CancellationToken cancellationToken) => Good.CommitAsync(
            CommitBatch.Of(batches[0].Partition, batches.SelectMany(static batch => batch.Operations).GroupBy(static operation => operation.Key)
                .Select(static same => StoreOperation.Add(same.Key, same.Sum(static one => one.Delta), same.Max(static one => one.Minimum), same.Min(static one => one.Maximum)))),
            cancellationToken);
    }

    private sealed class Blind : BrokenBulk
    {
        public override async ValueTask<CommitOutcome> CommitAllAsync(IReadOnlyList<CommitBatch> batches, CancellationToken cancellationToken)
        {
            foreach (var replace in batches.SelectMany(static batch => batch.Operations).Where(static operation => operation.Kind == StoreOperationKind.Replace))
            {
                if ((await FindAsync(batches[0].Partition, replace.Key))?.Version != replace.ExpectedVersion)
                {
                    return CommitOutcome.Conflict([replace.Key]);
                }
            }

            return await Good.CommitAllAsync(batches, cancellationToken);
        }
    }

    private sealed class Impatient : BrokenBulk
    {
        public override ValueTask<CommitOutcome> CommitAllAsync(IReadOnlyList<CommitBatch> batches, CancellationToken cancellationToken) =>
            Good.CommitAllAsync([.. batches.Take(100)], cancellationToken);
    }
}
