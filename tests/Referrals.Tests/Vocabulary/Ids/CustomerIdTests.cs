using Referrals.Tests.Architecture;

namespace Referrals.Tests.Vocabulary.Ids;

public sealed class CustomerIdTests : ValueContract<CustomerId>
{
    protected override Action<CustomerId>? RefusedUse => id => _ = id.Value;

    protected override IReadOnlyList<CustomerId> Samples() =>
        [CustomerId.From("a"), CustomerId.From("A"), CustomerId.From("ä b"), CustomerId.From("a\u0308 b"), CustomerId.From("客 🎁 1")];
}
