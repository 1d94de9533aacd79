using Referrals.Tests.Architecture;

namespace Referrals.Tests.Vocabulary.Ids;

public sealed class TenantIdTests : ValueContract<TenantId>
{
    protected override Action<TenantId>? RefusedUse => id => _ = id.Value;

    protected override IReadOnlyList<TenantId> Samples() =>
        [TenantId.From("spring"), TenantId.From("Spring"), TenantId.From("spring-2026"), TenantId.From("s.p_r-1")];
}
