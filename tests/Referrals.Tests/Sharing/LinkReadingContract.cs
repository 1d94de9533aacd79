using Referrals.Sharing;
using Referrals.Tests.Architecture;

namespace Referrals.Tests.Sharing;

public sealed class LinkReadingContract : ValueContract<LinkReading>
{
    protected override Action<LinkReading>? RefusedUse => null;

    protected override bool HasTextForm => false;

    protected override bool HasJsonForm => false;

    protected override IReadOnlyList<LinkReading> Samples() =>
    [
        new LinkReading("K7M2", default, null, default),
        new LinkReading("K7M2", Channel.From("email"), null, default),
        new LinkReading("K7M2", default, "shoes", default),
        new LinkReading("K7M2", default, null, new LinkSeal("k1", "0", "x")),
        new LinkReading("k7m2", default, null, default),
    ];
}
