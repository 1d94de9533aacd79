using Referrals.Codes;
using Referrals.Tests.Architecture;

namespace Referrals.Tests.Codes;

public sealed class CodeParseContract : ValueContract<CodeParse>
{
    protected override Action<CodeParse>? RefusedUse => null;

    protected override bool HasTextForm => false;

    protected override bool HasJsonForm => false;

    protected override IReadOnlyList<CodeParse> Samples() =>
    [
        CodeParse.Of(ReferralCode.From("K7M2")),
        CodeParse.Of(ReferralCode.From("K7M3")),
        CodeParse.Failed(CodeFault.TooShort),
        CodeParse.Failed(CodeFault.WrongCharacter, 2),
        CodeParse.Failed(CodeFault.WrongCharacter, 3),
    ];
}
