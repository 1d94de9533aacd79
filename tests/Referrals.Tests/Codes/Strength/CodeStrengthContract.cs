using Referrals.Codes;
using Referrals.Tests.Architecture;

namespace Referrals.Tests.Codes.Strength;

public sealed class CodeStrengthContract : ValueContract<CodeStrength>
{
    protected override Action<CodeStrength>? RefusedUse => strength => _ = strength.TriesPerHit;

    protected override bool HasTextForm => false;

    protected override bool HasJsonForm => false;

    protected override IReadOnlyList<CodeStrength> Samples() =>
    [
        CodeStrength.Of(CodeFormat.Default, 0),
        CodeStrength.Of(CodeFormat.Default, 1),
        CodeStrength.Of(CodeFormat.Create(c => c.Length(4)), 1),
    ];
}
