using NodaTime;

namespace Referrals.Crm;

/// <summary>What a record of a CRM is about.</summary>
public enum CrmRecordKind
{
    /// <summary>A person.</summary>
    Person = 0,

    /// <summary>A referral: one for each friend.</summary>
    Referral = 1,

    /// <summary>A reward.</summary>
    Reward = 2,
}

/// <summary>How far a record is.</summary>
public enum CrmRecordState
{
    /// <summary>It is to be written; the CRM may hold it already if an answer was lost.</summary>
    Pending = 0,

    /// <summary>The CRM holds it.</summary>
    Written = 1,

    /// <summary>The CRM refused it. It is not sent again before it changes or somebody retries it.</summary>
    SetAside = 2,
}

/// <summary>What is known of one record of a CRM. Equal by value.</summary>
public sealed record CrmRecord
{
    /// <summary>The CRM and the program, such as <c>salesforce:spring</c>.</summary>
    public required string Target { get; init; }

    /// <summary>Whose record it is, by the name in facts.</summary>
    public required CustomerId Customer { get; init; }

    /// <summary>What it is about.</summary>
    public required CrmRecordKind Kind { get; init; }

    /// <summary>The id of the referral or reward; of a person, <see cref="Customer"/>.</summary>
    public required string Id { get; init; }

    /// <summary>How far it is.</summary>
    public CrmRecordState State { get; init; }

    /// <summary>A hash of what was written or refused last; <c>null</c> before.</summary>
    public string? Hash { get; init; }

    /// <summary>The CRM's id of the record; <c>null</c> before it was written.</summary>
    public string? RemoteId { get; init; }

    /// <summary>
    /// The value of the key field of a person, from before the first attempt until <see cref="RemoteId"/> is known: so that what was written and not
    /// answered can be found when the person is erased.
    /// </summary>
    public string? RemoteKey { get; init; }

    /// <summary>Another person whom the record names, by the name in facts; <c>null</c> for none.</summary>
    public CustomerId? Other { get; init; }

    /// <summary>Whether a lookup was left out because the CRM does not hold <see cref="Other"/> yet.</summary>
    public bool Waits { get; init; }

    /// <summary>Attempts that failed since the last one that was written.</summary>
    public int Attempts { get; init; }

    /// <summary>The CRM's code of what went wrong, or one of <see cref="CrmCodes"/>; <c>null</c> where nothing did.</summary>
    public string? Code { get; init; }

    /// <summary>The CRM's own words; they may name the person. <c>null</c> where nothing went wrong.</summary>
    public string? Words { get; init; }

    /// <summary>When it was written or refused; <c>null</c> before.</summary>
    public Instant? At { get; init; }
}

/// <summary>A person whose records may have to be written.</summary>
public sealed record CrmWork
{
    /// <summary>See <see cref="CrmRecord.Target"/>.</summary>
    public required string Target { get; init; }

    /// <summary>Who, by the name in facts.</summary>
    public required CustomerId Customer { get; init; }

    /// <summary>When to look at the person next; <c>null</c> where nothing is to be written.</summary>
    public Instant? DueAt { get; init; }

    /// <summary>Until when an instance has the person to itself; <c>null</c> where none has.</summary>
    public Instant? LeasedUntil { get; init; }

    /// <summary>Counts what was noted: what comes while records are sent is not lost.</summary>
    public long Revision { get; init; }

    /// <summary>Counts leases.</summary>
    public long Version { get; init; }
}

/// <summary>Why a record was set aside where the CRM itself has not said so.</summary>
public static class CrmCodes
{
    /// <summary>The CRM's record belongs to another person of ours: its key field holds another id.</summary>
    public const string RecordTaken = "crm.record_taken";

    /// <summary>The CRM has refused without a code.</summary>
    public const string Refused = "crm.refused";

    /// <summary>There was no answer that could be understood.</summary>
    public const string NoAnswer = "crm.no_answer";

    /// <summary>The CRM says that a record like this is there already, and not which, or more than one.</summary>
    public const string Duplicates = "crm.duplicates";

    /// <summary>No access token could be had.</summary>
    public const string NoToken = "crm.no_token";

    /// <summary>The CRM's limit of calls is used as far as <see cref="CrmOptions.LimitShare"/> allows.</summary>
    public const string LimitShare = "crm.limit_share";
}
