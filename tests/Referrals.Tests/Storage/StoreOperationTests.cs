using NodaTime;
using Referrals.Storage;

namespace Referrals.Tests.Storage;

public sealed class StoreOperationTests
{
    private static readonly RecordContent Plain = RecordContent.Of(default);

    private static readonly RecordContent WithColumns = Plain with
    {
        Columns = new RecordColumns { Type = "RewardGranted", OccurredAt = Instant.FromUnixTimeTicks(0) },
    };

    [Theory]
    [InlineData(RecordKind.Event)]
    [InlineData(RecordKind.Share)]
    [InlineData(RecordKind.Ledger)]
    [InlineData(RecordKind.Fact)]
    [InlineData(RecordKind.Counter)]
    public void What_is_only_inserted_or_added_to_is_never_replaced(RecordKind kind) =>
        Assert.Throws<ArgumentException>("key", () => StoreOperation.Replace(RecordKey.Of(kind, "x"), 1, Plain));

    [Fact]
    public void Counters_are_only_added_to()
    {
        var counter = RecordKey.Of(RecordKind.Counter, "x");
        Assert.Throws<ArgumentException>("key", () => StoreOperation.Insert(counter, Plain));
        Assert.Throws<ArgumentException>("key", () => StoreOperation.Require(counter, 0));
        Assert.Throws<ArgumentException>("key", () => StoreOperation.Add(RecordKey.Of(RecordKind.Customer, "x"), 1));
    }

    [Fact]
    public void Bounds_that_nothing_can_meet_are_refused() =>
        Assert.Throws<ArgumentException>("minimum", () => StoreOperation.Add(RecordKey.Of(RecordKind.Counter, "x"), 1, minimum: 2, maximum: 1));

    [Fact]
    public void Facts_and_ledger_lines_have_columns_and_others_have_none()
    {
        Assert.Throws<ArgumentException>("content", () => StoreOperation.Insert(RecordKey.Of(RecordKind.Fact, "x"), Plain));
        Assert.Throws<ArgumentException>("content", () => StoreOperation.Insert(RecordKey.Of(RecordKind.Ledger, "x"), Plain));
        Assert.Throws<ArgumentException>("content", () => StoreOperation.Insert(RecordKey.Of(RecordKind.Customer, "x"), WithColumns));
        Assert.Throws<ArgumentException>("content", () => StoreOperation.Replace(RecordKey.Of(RecordKind.Customer, "x"), 1, WithColumns));
    }

    [Fact]
    public void Default_key_is_refused()
    {
        Assert.Throws<ArgumentException>("key", () => StoreOperation.Insert(default, Plain));
        Assert.Throws<ArgumentException>("key", () => StoreOperation.Require(default, 0));
        Assert.Throws<ArgumentException>("key", () => StoreOperation.Add(default, 1));
    }

    [Theory]
    [InlineData(19, 10)]
    [InlineData(10, 10)]
    [InlineData(0, 0)]
    [InlineData(-1, -10)]
    [InlineData(-10, -10)]
    [InlineData(-11, -20)]
    public void Instants_are_cut_to_microseconds_towards_the_past(long ticks, long kept)
    {
        var content = Plain with { DueAt = Instant.FromUnixTimeTicks(ticks) };
        Assert.Equal(Instant.FromUnixTimeTicks(kept), content.DueAt);
        var columns = WithColumns.Columns! with { OccurredAt = Instant.FromUnixTimeTicks(ticks) };
        Assert.Equal(Instant.FromUnixTimeTicks(kept), columns.OccurredAt);
    }
}
