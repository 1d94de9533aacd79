using NodaTime;
using Referrals.Crm.Projection;

namespace Referrals.Crm.Sending;

/// <summary>A CRM: writes records in batches and says of each what became of it. It decides nothing and keeps nothing but its token.</summary>
internal interface ICrm
{
    /// <summary>How many records one call takes.</summary>
    int BatchSize { get; }

    /// <summary>Creates or updates records by the key field, each key once.</summary>
    ValueTask<CrmAnswer> UpsertAsync(CrmObject crmObject, IReadOnlyList<OutgoingRecord> records, CancellationToken cancellationToken);

    /// <summary>Updates records by the CRM's ids.</summary>
    ValueTask<CrmAnswer> UpdateAsync(CrmObject crmObject, IReadOnlyList<OutgoingRecord> records, CancellationToken cancellationToken);

    /// <summary>Reads fields of records; a record that is not there is left out.</summary>
    /// <param name="crmObject">The object.</param>
    /// <param name="by">The key field, or <c>null</c> for the CRM's ids.</param>
    /// <param name="ids">Values of the key field, or the CRM's ids.</param>
    /// <param name="fields">The fields to read beside id and key.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    ValueTask<FoundRecords> ReadAsync(
        CrmObject crmObject, string? by, IReadOnlyList<string> ids, IReadOnlyList<string> fields, CancellationToken cancellationToken);

    /// <summary>The record that the CRM takes for the same as a new one, where the answer to the batch has not told it.</summary>
    ValueTask<RowOutcome> FindDuplicateAsync(CrmObject crmObject, OutgoingRecord record, CancellationToken cancellationToken);
}

/// <summary>A record on its way.</summary>
/// <param name="Key">What stands in the key field.</param>
/// <param name="Fields">What is written; nothing else is touched.</param>
/// <param name="RemoteId">The CRM's id, for an update.</param>
internal sealed record OutgoingRecord(string? Key, IReadOnlyList<(string Name, FieldValue Value)> Fields, string? RemoteId = null);

/// <summary>What became of one record.</summary>
internal enum RowResult
{
    /// <summary>The CRM holds it.</summary>
    Written,

    /// <summary>It is refused as it is; sending it again would not help.</summary>
    Refused,

    /// <summary>It may be written or not, or the CRM asks to send it again.</summary>
    Later,

    /// <summary>A record like it is there already.</summary>
    Duplicate,

    /// <summary>There is no record of this id any more.</summary>
    Gone,
}

/// <summary>What became of one record, with the CRM's own code and words.</summary>
internal sealed record RowOutcome(RowResult Result, string? RemoteId = null, string? Code = null, string? Words = null)
{
    internal static RowOutcome Unknown { get; } = new(RowResult.Later, Code: CrmCodes.NoAnswer, Words: "The answer does not say what became of this record.");
}

/// <summary>Nothing more is to be sent for a while.</summary>
/// <param name="For">How long.</param>
/// <param name="Code">The CRM's code, or one of <see cref="CrmCodes"/>.</param>
/// <param name="Words">The CRM's words.</param>
/// <param name="NeedsPeople">Whether it will hardly end by itself, such as a revoked access.</param>
internal sealed record CrmPause(Duration For, string Code, string Words, bool NeedsPeople = false);

/// <summary>The answer to one batch.</summary>
/// <param name="Rows">What became of each record, in the order of the request; empty if nothing was written because of <paramref name="Pause"/>.</param>
/// <param name="Pause">A pause that the CRM or its limits ask for; <c>null</c> for none.</param>
/// <param name="Malformed">The batch was refused as a whole and nothing was written: a part of it may be right.</param>
internal sealed record CrmAnswer(IReadOnlyList<RowOutcome> Rows, CrmPause? Pause = null, RowOutcome? Malformed = null);

/// <summary>Records that were read.</summary>
/// <param name="Records">By what was asked for: id and fields.</param>
/// <param name="Pause">A pause; <c>null</c> for none. If it is set and <paramref name="IsComplete"/> is not, nothing was read.</param>
/// <param name="Refused">The CRM has refused the question.</param>
/// <param name="IsComplete">Whether all was read.</param>
internal sealed record FoundRecords(IReadOnlyDictionary<string, FoundRecord> Records, CrmPause? Pause, RowOutcome? Refused, bool IsComplete);

/// <summary>A record of the CRM: its id, key, and the fields that hold something.</summary>
internal sealed record FoundRecord(string RemoteId, string? Key, IReadOnlySet<string> Filled);
