using Referrals.Tests.Architecture;

namespace Referrals.Tests.Vocabulary.Ids;

public sealed class ReferralIdTests : ValueContract<ReferralId>
{
    protected override Action<ReferralId>? RefusedUse => id => _ = id.Value;

    protected override IReadOnlyList<ReferralId> Samples() =>
        [ReferralId.From("a"), ReferralId.From("A"), ReferralId.From("ä b"), ReferralId.From("a\u0308 b"), ReferralId.From("客 🎁 1")];
}
