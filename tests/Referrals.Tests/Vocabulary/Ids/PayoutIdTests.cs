using Referrals.Tests.Architecture;

namespace Referrals.Tests.Vocabulary.Ids;

public sealed class PayoutIdTests : ValueContract<PayoutId>
{
    protected override Action<PayoutId>? RefusedUse => id => _ = id.Value;

    protected override IReadOnlyList<PayoutId> Samples() =>
        [PayoutId.From("a"), PayoutId.From("A"), PayoutId.From("ä b"), PayoutId.From("a\u0308 b"), PayoutId.From("客 🎁 1")];
}
