using Referrals.Tests.Architecture;

namespace Referrals.Tests.Vocabulary.Ids;

public sealed class ProgramIdTests : ValueContract<ProgramId>
{
    protected override Action<ProgramId>? RefusedUse => id => _ = id.Value;

    protected override IReadOnlyList<ProgramId> Samples() =>
        [ProgramId.From("spring"), ProgramId.From("Spring"), ProgramId.From("spring-2026"), ProgramId.From("s.p_r-1")];
}
