using System.Globalization;
using Referrals.Serialization;
using Referrals.Storage;

namespace Referrals.EntityFrameworkCore.Tests.Kpis;

/// <summary>Writes facts into a store's journal as commits do.</summary>
internal static class StoredJournal
{
    internal static readonly Partition Spring = Partition.Of(ProgramId.From("spring"));

    internal static async Task WriteAsync(IReferralStore store, Partition partition, IEnumerable<Fact> facts, string prefix = "fact")
    {
        var number = 0;
        foreach (var portion in facts.Chunk(100))
        {
            var batch = CommitBatch.Of(partition, [.. portion.Select(fact => Insert(fact, prefix, number++))]);
            Assert.Equal(CommitStatus.Committed, (await store.CommitAsync(batch, default)).Status);
        }
    }

    private static StoreOperation Insert(Fact fact, string prefix, int number) => StoreOperation.Insert(
        RecordKey.Of(RecordKind.Fact, string.Create(CultureInfo.InvariantCulture, $"{prefix}-{number:0000000}")),
        new RecordContent { Value = RecordJson.Write(fact), Columns = fact.Columns() });
}
