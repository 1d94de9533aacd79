using Referrals.Storage;

namespace Referrals.Tests.Storage;

public sealed class CommitBatchTests
{
    private static readonly Partition Spring = Partition.Of(ProgramId.From("spring"));

    [Fact]
    public void Operations_are_ordered_by_kind_and_id()
    {
        var batch = CommitBatch.Of(Spring, [Add("b"), Insert(RecordKind.Customer, "z"), Add("a"), Insert(RecordKind.Event, "x"), Insert(RecordKind.Customer, "B")]);
        Assert.Equal(
            ["Event:x", "Customer:B", "Customer:z", "Counter:a", "Counter:b"],
            batch.Operations.Select(operation => operation.Key.ToString()));
    }

    [Fact]
    public void Event_of_a_batch_is_the_one_that_it_inserts()
    {
        Assert.Equal(RecordKey.Of(RecordKind.Event, "x"), CommitBatch.Of(Spring, [Add("a"), Insert(RecordKind.Event, "x")]).EventKey);
        Assert.Null(CommitBatch.Of(Spring, [StoreOperation.Require(RecordKey.Of(RecordKind.Event, "x"), 0)]).EventKey);
        Assert.Null(CommitBatch.Of(Spring, [Add("a")]).EventKey);
    }

    [Fact]
    public void One_operation_more_than_a_hundred_is_refused()
    {
        Assert.Equal(100, CommitBatch.Of(Spring, Enumerable.Range(0, 100).Select(i => Add($"{i}"))).Operations.Count);
        Refused("has 101", [.. Enumerable.Range(0, 101).Select(i => Add($"{i}"))]);
    }

    [Fact]
    public void Empty_batch_is_refused() => Refused("has 0");

    [Fact]
    public void Two_operations_on_one_key_are_refused() =>
        Refused("Customer:ann has two", Insert(RecordKind.Customer, "ann"), StoreOperation.Require(RecordKey.Of(RecordKind.Customer, "ann"), 1));

    [Fact]
    public void Second_event_is_refused() => Refused("Event:b is a second one", Insert(RecordKind.Event, "a"), Insert(RecordKind.Event, "b"));

    [Fact]
    public void One_byte_more_than_the_limit_is_refused()
    {
        var half = RecordContent.Of(new byte[CommitBatch.MaxBytes / 2]);
        var rest = RecordContent.Of(new byte[(CommitBatch.MaxBytes / 2) + 1]);
        var key = RecordKey.Of(RecordKind.Code, "b");
        _ = CommitBatch.Of(Spring, [Insert(RecordKind.Code, "a", half), StoreOperation.Insert(key, half)]);
        Refused("1048577", Insert(RecordKind.Code, "a", half), StoreOperation.Insert(key, rest));
    }

    [Fact]
    public void Default_partition_is_refused() =>
        Assert.Throws<ArgumentException>("partition", () => CommitBatch.Of(default, [Add("a")]));

    private static void Refused(string because, params StoreOperation[] operations) =>
        Assert.Contains(because, Assert.Throws<ArgumentException>(nameof(operations), () => CommitBatch.Of(Spring, operations)).Message, StringComparison.Ordinal);

    private static StoreOperation Add(string id) => StoreOperation.Add(RecordKey.Of(RecordKind.Counter, id), 1);

    private static StoreOperation Insert(RecordKind kind, string id, RecordContent? content = null) =>
        StoreOperation.Insert(RecordKey.Of(kind, id), content ?? RecordContent.Of(default));
}
