using Referrals.Storage;
using Referrals.Tests.Architecture;

namespace Referrals.Tests.Storage;

public sealed class RecordKeyTests : ValueContract<RecordKey>
{
    protected override Action<RecordKey>? RefusedUse => key => StoreOperation.Require(key, 0);

    protected override bool HasTextForm => false;

    protected override bool HasJsonForm => false;

    protected override IReadOnlyList<RecordKey> Samples() =>
    [
        RecordKey.Of(RecordKind.Event, "z"),
        RecordKey.Of(RecordKind.Customer, "A"),
        RecordKey.Of(RecordKind.Customer, "a"),
        RecordKey.Of(RecordKind.Customer, "a "),
        RecordKey.Of(RecordKind.Fact, "a\u0308"),
        RecordKey.Of(RecordKind.Fact, "\u00e4"),
    ];

    [Theory]
    [InlineData(512, true)]
    [InlineData(513, false)]
    public void Id_has_up_to_512_characters(int length, bool valid)
    {
        var failure = Record.Exception(() => RecordKey.Of(RecordKind.Fact, new string('x', length)));

        Assert.Equal(valid, failure is null);
        Assert.True(valid || failure is ArgumentException);
    }
}
