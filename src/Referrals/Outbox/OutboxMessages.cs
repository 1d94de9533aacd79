using Referrals.Deciding;
using Referrals.Ledger;
using Referrals.State;
using Referrals.Storage;

namespace Referrals.Outbox;

/// <summary>
/// The message of a decision: one for each decision that led to facts, however many, so that a commit takes one operation more and
/// no more.
/// </summary>
internal static class OutboxMessages
{
    /// <summary>The insert for a decision, or <c>null</c> where there is nothing to tell.</summary>
    internal static StoreOperation? Of(OutboxOptions options, Partition partition, Decision decision)
    {
        if (decision.Facts.Count == 0)
        {
            return null;
        }

        var stream = StreamOf(decision);
        var json = CloudEvents.Write(SourceOf(options, partition), stream, decision);
        return StoreOperation.Insert(
            StateKeys.Message(decision.Key), RecordContent.Of(json) with { DueAt = NodaTime.Instant.FromUnixTimeTicks(0), Stream = stream });
    }

    /// <summary>
    /// What record serialises the decision: the referee's or the account's, whose chain the postings continue; else that of the customer
    /// or visitor that it is about. Costs are about nobody.
    /// </summary>
    private static string StreamOf(Decision decision)
    {
        var fact = decision.Facts[0];
        return decision.LedgerLines.Count > 0 ? LedgerChain.StreamOf(decision.LedgerLines[0].Chain)
            : fact.Customer?.Value ?? fact.Visitor?.Value ?? decision.Explanation.Program.Value;
    }

    private static string SourceOf(OutboxOptions options, Partition partition) => partition.Tenant.IsDefault
        ? $"{options.Source}/{partition.Program}"
        : $"{options.Source}/{Uri.EscapeDataString(partition.Tenant.Value)}/{partition.Program}";
}
