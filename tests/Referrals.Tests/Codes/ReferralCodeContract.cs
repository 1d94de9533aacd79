using Referrals.Codes;
using Referrals.Tests.Architecture;

namespace Referrals.Tests.Codes;

public sealed class ReferralCodeContract : ValueContract<ReferralCode>
{
    protected override Action<ReferralCode>? RefusedUse => code => _ = code.Value;

    protected override IReadOnlyList<ReferralCode> Samples() =>
    [
        ReferralCode.From("A"),
        ReferralCode.From("0"),
        ReferralCode.From("K7M2PQ9RT"),
        ReferralCode.From("A1234567890"),
        ReferralCode.From("ZZZZZZZZZZZZZZZZZZZZ"),
    ];
}
