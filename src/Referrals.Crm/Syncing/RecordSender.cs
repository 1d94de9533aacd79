using Referrals.Crm.Projection;
using Referrals.Crm.Sending;

namespace Referrals.Crm.Syncing;

/// <summary>A record that is ready to be sent.</summary>
/// <param name="Record">What the CRM is to hold.</param>
/// <param name="LeavesOut">Whether lookups of others are left out, since the CRM does not hold them.</param>
internal sealed record ReadyRecord(ProjectedRecord Record, Func<FieldValue, bool> LeavesOut);

/// <summary>
/// Sends records of one object as one batch: looks what is empty where the mapping asks for it, upserts, finds out which record spoils a batch that was
/// refused as a whole, and joins records that are there already where the options say so.
/// </summary>
internal sealed class RecordSender(ICrm crm, CrmObject crmObject, CrmDuplicates duplicates, Func<bool> mayGoOn)
{
    private readonly string[] _ifEmpty = [.. crmObject.Fields.Where(static field => field.IsOnlyIfEmpty).Select(static field => field.Name)];

    /// <summary>What the CRM wants; nothing more is sent once it is set.</summary>
    internal CrmPause? Pause { get; private set; }

    private bool IsStopped => Pause is not null || !mayGoOn();

    /// <summary>Sends a batch.</summary>
    /// <returns>What became of each record, in the order of <paramref name="records"/>; <c>null</c> for one that was not sent.</returns>
    internal async ValueTask<RowOutcome?[]> SendAsync(IReadOnlyList<ReadyRecord> records, CancellationToken cancellationToken)
    {
        var outcomes = new RowOutcome?[records.Count];
        var filled = await FilledAsync(records, outcomes, cancellationToken).ConfigureAwait(false);
        var indices = Enumerable.Range(0, records.Count).Where(index => outcomes[index] is null).ToArray();
        await UpsertAsync(records, indices, filled, outcomes, cancellationToken).ConfigureAwait(false);
        foreach (var index in indices)
        {
            if (outcomes[index] is { Result: RowResult.Duplicate } outcome)
            {
                outcomes[index] = duplicates == CrmDuplicates.UseExisting
                    ? await JoinAsync(records[index], outcome, cancellationToken).ConfigureAwait(false)
                    : outcome with { Result = RowResult.Refused, RemoteId = null };
            }
        }

        return outcomes;
    }

    /// <summary>The fields to be filled only if empty that hold something, by the key of the record.</summary>
    private async ValueTask<IReadOnlyDictionary<string, FoundRecord>> FilledAsync(
        IReadOnlyList<ReadyRecord> records, RowOutcome?[] outcomes, CancellationToken cancellationToken)
    {
        string[] asked = [.. records.Where(static ready => ready.Record.Fields.Any(IsToFill)).Select(static ready => ready.Record.Key)];
        if (asked.Length == 0 || IsStopped)
        {
            return new Dictionary<string, FoundRecord>();
        }

        var found = await crm.ReadAsync(crmObject, crmObject.Key, asked, _ifEmpty, cancellationToken).ConfigureAwait(false);
        Pause = found.Pause;
        for (var index = 0; found.Refused is { } refusal && index < outcomes.Length; index++)
        {
            outcomes[index] = refusal;
        }

        return found.Records;
    }

    private async ValueTask UpsertAsync(
        IReadOnlyList<ReadyRecord> records,
        int[] indices,
        IReadOnlyDictionary<string, FoundRecord> filled,
        RowOutcome?[] outcomes,
        CancellationToken cancellationToken)
    {
        if (indices.Length == 0 || IsStopped)
        {
            return;
        }

        OutgoingRecord[] outgoing =
        [
            .. indices.Select(index => records[index]).Select(ready => new OutgoingRecord(
                ready.Record.Key, Fields(ready, filled.GetValueOrDefault(ready.Record.Key)?.Filled))),
        ];
        var answer = await crm.UpsertAsync(crmObject, outgoing, cancellationToken).ConfigureAwait(false);
        Pause = answer.Pause;
        if (answer.Malformed is { } refusal && indices.Length > 1)
        {
            // One of them spoils it for all: halves until it is found.
            var half = indices.Length / 2;
            await UpsertAsync(records, indices[..half], filled, outcomes, cancellationToken).ConfigureAwait(false);
            await UpsertAsync(records, indices[half..], filled, outcomes, cancellationToken).ConfigureAwait(false);
        }
        else if (answer.Malformed is not null)
        {
            outcomes[indices[0]] = answer.Malformed;
        }
        else
        {
            for (var i = 0; i < answer.Rows.Count; i++)
            {
                outcomes[indices[i]] = answer.Rows[i];
            }
        }
    }

    /// <summary>Makes a record that is there already the person's record, unless it is another's.</summary>
    private async ValueTask<RowOutcome?> JoinAsync(ReadyRecord ready, RowOutcome duplicate, CancellationToken cancellationToken)
    {
        if (IsStopped)
        {
            return null;
        }

        var outcome = duplicate.RemoteId is null
            ? await crm.FindDuplicateAsync(crmObject, new OutgoingRecord(ready.Record.Key, Fields(ready, null)), cancellationToken).ConfigureAwait(false)
            : duplicate;
        if (outcome is not { Result: RowResult.Duplicate, RemoteId: { } existing })
        {
            return outcome;
        }

        if (IsStopped)
        {
            return null;
        }

        var found = await crm.ReadAsync(crmObject, null, [existing], _ifEmpty, cancellationToken).ConfigureAwait(false);
        Pause = found.Pause;
        if (!found.Records.TryGetValue(existing, out var record))
        {
            return found.Refused ?? (found.IsComplete ? duplicate with { Result = RowResult.Refused, RemoteId = null } : null);
        }

        if (record.Key is { } key && key != ready.Record.Key)
        {
            return new RowOutcome(
                RowResult.Refused, Code: CrmCodes.RecordTaken, Words: $"{outcome.Words} The record {record.RemoteId} belongs to another person of ours: its field {crmObject.Key} is filled.");
        }

        if (IsStopped)
        {
            return null;
        }

        var fields = Fields(ready, record.Filled).Prepend((crmObject.Key, FieldValue.Of(ready.Record.Key))).ToArray();
        var answer = await crm.UpdateAsync(crmObject, [new OutgoingRecord(null, fields, record.RemoteId)], cancellationToken).ConfigureAwait(false);
        Pause = answer.Pause;
        return (answer.Malformed ?? (answer.Rows.Count > 0 ? answer.Rows[0] : null)) switch
        {
            { Result: RowResult.Written } written => written,
            { Result: RowResult.Later } later => later,
            { } other => other with { Result = RowResult.Refused },
            null => null,
        };
    }

    /// <summary>What is written: all that we own; of what is filled only if empty, what we know and the CRM does not hold.</summary>
    private static (string Name, FieldValue Value)[] Fields(ReadyRecord ready, IReadOnlySet<string>? filled) =>
    [
        .. ready.Record.Fields
            .Where(field => field.IsOnlyIfEmpty
                ? !field.Value.IsEmpty && filled?.Contains(field.Name) != true
                : !(field.Value.IsLookup && ready.LeavesOut(field.Value)))
            .Select(static field => (field.Name, field.Value)),
    ];

    private static bool IsToFill(ProjectedField field) => field.IsOnlyIfEmpty && !field.Value.IsEmpty;
}
