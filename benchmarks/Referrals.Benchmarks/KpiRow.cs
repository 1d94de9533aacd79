namespace Referrals.Benchmarks;

/// <summary>A fact as a host would hold it in a list of objects: what LINQ groups.</summary>
internal sealed class KpiRow
{
    public required FactKind Kind { get; init; }

    public required long At { get; init; }

    public required int Month { get; init; }

    public required int Program { get; init; }

    public required int Segment { get; init; }

    public required int Person { get; init; }

    public bool Referred { get; init; }

    public long Amount { get; init; }

    public long Margin { get; init; }
}
