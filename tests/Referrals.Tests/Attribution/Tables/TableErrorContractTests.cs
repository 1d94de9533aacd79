using Referrals.Attribution;
using Referrals.Tests.Architecture;

namespace Referrals.Tests.Attribution.Tables;

public sealed class TableErrorContractTests : ValueContract<TableError>
{
    protected override bool HasTextForm => false;

    protected override bool HasJsonForm => false;

    protected override Action<TableError>? RefusedUse => null;

    protected override IReadOnlyList<TableError> Samples() => [new(1, "One."), new(2, "One."), new(2, "Two.")];
}
