using Referrals.Attribution;
using Referrals.Tests.Architecture;

namespace Referrals.Tests.Attribution.Tables;

public sealed class TableErrorContract : ValueContract<TableError>
{
    protected override Action<TableError>? RefusedUse => null;

    protected override bool HasTextForm => false;

    protected override bool HasJsonForm => false;

    protected override IReadOnlyList<TableError> Samples() =>
    [
        new TableError(1, "first"),
        new TableError(1, "second"),
        new TableError(2, "first"),
    ];
}
