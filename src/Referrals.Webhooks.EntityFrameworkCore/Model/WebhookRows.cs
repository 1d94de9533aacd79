namespace Referrals.Webhooks.EntityFrameworkCore.Model;

/// <summary>An endpoint as a row. Times are microseconds since 1970.</summary>
internal sealed class EndpointRow
{
    internal required string Id { get; set; }

    /// <summary>Empty for an application without tenants.</summary>
    internal required string Tenant { get; set; }

    internal required string Url { get; set; }

    /// <summary>Patterns with a blank between them, which none of them holds.</summary>
    internal required string Types { get; set; }

    /// <summary>Ids of programs with a blank between them, which none of them holds.</summary>
    internal required string Programs { get; set; }

    internal required int Detail { get; set; }

    internal required int Format { get; set; }

    internal string? Description { get; set; }

    /// <summary>
    /// Secrets and until when they are valid, as <see cref="KeyText"/> writes them, or what the application's protection made of
    /// that.
    /// </summary>
    internal required string Keys { get; set; }

    internal required int Status { get; set; }

    internal required long StatusSince { get; set; }

    internal required int Told { get; set; }

    internal required long CreatedAt { get; set; }

    internal required int Failures { get; set; }

    internal long? FailingSince { get; set; }

    internal long? LastSuccessAt { get; set; }

    internal long? PausedUntil { get; set; }

    internal required long Version { get; set; }
}

/// <summary>A message as a row.</summary>
internal sealed class MessageRow
{
    internal required string Id { get; set; }

    internal required string Tenant { get; set; }

    internal required string Program { get; set; }

    internal required string Type { get; set; }

    internal required long CreatedAt { get; set; }

    internal required int Full { get; set; }

    internal required byte[] Json { get; set; }
}

/// <summary>A delivery as a row.</summary>
internal sealed class DeliveryRow
{
    internal required string EndpointId { get; set; }

    internal required string MessageId { get; set; }

    internal required int Detail { get; set; }

    internal required int Format { get; set; }

    internal required int State { get; set; }

    internal required int Attempts { get; set; }

    internal required long DueAt { get; set; }

    internal required long CreatedAt { get; set; }

    internal long? LastAttemptAt { get; set; }

    internal int? LastStatus { get; set; }

    internal string? LastResult { get; set; }

    internal required long Version { get; set; }
}
