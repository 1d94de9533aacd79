using Referrals.Tests.Architecture;

namespace Referrals.Tests.Vocabulary.Ids;

public sealed class RewardIdTests : ValueContract<RewardId>
{
    protected override Action<RewardId>? RefusedUse => id => _ = id.Value;

    protected override IReadOnlyList<RewardId> Samples() =>
        [RewardId.From("a"), RewardId.From("A"), RewardId.From("ä b"), RewardId.From("a\u0308 b"), RewardId.From("客 🎁 1")];
}
