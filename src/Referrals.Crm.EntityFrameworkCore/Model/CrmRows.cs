namespace Referrals.Crm.EntityFrameworkCore.Model;

/// <summary>A person to look at, as a row. Times are microseconds since 1970.</summary>
internal sealed class WorkRow
{
    internal required string Target { get; set; }

    internal required string Customer { get; set; }

    internal long? DueAt { get; set; }

    internal long? LeasedUntil { get; set; }

    internal required long Revision { get; set; }

    internal required long Version { get; set; }
}

/// <summary>What is known of one record of a CRM, as a row.</summary>
internal sealed class RecordRow
{
    internal required string Target { get; set; }

    internal required string Customer { get; set; }

    internal required int Kind { get; set; }

    internal required string Id { get; set; }

    internal required int State { get; set; }

    internal string? Hash { get; set; }

    internal string? RemoteId { get; set; }

    internal string? RemoteKey { get; set; }

    internal string? Other { get; set; }

    internal required bool Waits { get; set; }

    internal required int Attempts { get; set; }

    internal string? Code { get; set; }

    internal string? Words { get; set; }

    internal long? At { get; set; }
}
