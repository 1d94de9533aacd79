using Referrals.Tests.Architecture;

namespace Referrals.Tests.Vocabulary.Ids;

public sealed class VisitorIdTests : ValueContract<VisitorId>
{
    protected override Action<VisitorId>? RefusedUse => id => _ = id.Value;

    protected override IReadOnlyList<VisitorId> Samples() =>
        [VisitorId.From("a"), VisitorId.From("A"), VisitorId.From("ä b"), VisitorId.From("a\u0308 b"), VisitorId.From("客 🎁 1")];
}
