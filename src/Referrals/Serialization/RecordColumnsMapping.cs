using Referrals.Ledger;
using Referrals.Storage;

namespace Referrals.Serialization;

/// <summary>The typed columns of facts and ledger lines.</summary>
internal static class RecordColumnsMapping
{
    internal static RecordColumns Columns(this Fact fact) => new()
    {
        Type = fact.Kind.ToString(),
        OccurredAt = fact.OccurredAt,
        Customer = fact.Customer?.Value,
        Referrer = fact.Referrer?.Value,
        Visitor = fact.Visitor?.Value,
        Channel = fact.Channel?.Value,
        Segment = fact.Segment,
        Subject = fact.Subject,
        Code = fact.Code,
        Unit = fact.Amount?.Unit.ToString(),
        Quantity = fact.Amount?.MinorUnits ?? fact.Score,
        Margin = fact.Margin?.MinorUnits,
        ProgramVersion = fact.ProgramVersion == 0 ? null : fact.ProgramVersion,
    };

    internal static RecordColumns Columns(this LedgerLine line) => new()
    {
        Type = line.Account.ToString(),
        OccurredAt = line.OccurredAt,
        Customer = line.Owner?.Value,
        Subject = line.Reward?.Value ?? line.Subject,
        Code = line.Posting,
        Unit = line.Amount.Unit.ToString(),
        Quantity = line.Amount.MinorUnits,
    };
}
