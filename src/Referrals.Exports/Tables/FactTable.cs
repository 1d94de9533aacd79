using Referrals.Exports.Writing;

namespace Referrals.Exports.Tables;

/// <summary>The journal, a row for each fact.</summary>
internal sealed class FactTable(string name, CsvWriter writer) : ExportTable(name, writer)
{
    internal static readonly string[] Headings =
    [
        "position", "kind", "occurred_at", "customer", "referrer", "visitor", "channel", "segment", "subject", "rule", "code", "amount", "unit", "margin", "score",
        "program_version",
    ];

    private static readonly Dictionary<FactKind, CsvCell> Kinds =
        Enum.GetValues<FactKind>().ToDictionary(static kind => kind, static kind => CsvCell.Of(Words.Of(kind)));

    internal ValueTask WriteAsync(Fact fact, CancellationToken cancellationToken) => Writer.WriteAsync(
        [
            CsvCell.Of(Rows + 1), Kinds[fact.Kind], CsvCell.Of(fact.OccurredAt), CsvCell.Of(fact.Customer?.Value), CsvCell.Of(fact.Referrer?.Value),
            CsvCell.Of(fact.Visitor?.Value), CsvCell.Of(fact.Channel?.Value), CsvCell.Of(fact.Segment), CsvCell.Of(fact.Subject), CsvCell.Of(fact.Rule),
            CsvCell.Of(fact.Code), CsvCell.Of(fact.Amount), CsvCell.UnitOf(fact.Amount ?? fact.Margin), CsvCell.Of(fact.Margin),
            fact.Score is { } score ? CsvCell.Of(score) : CsvCell.None, CsvCell.Of(fact.ProgramVersion),
        ],
        cancellationToken);
}
