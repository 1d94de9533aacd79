namespace Referrals.Messages.EntityFrameworkCore.Model;

/// <summary>A message as a row. Times are microseconds since 1970.</summary>
internal sealed class MessageRow
{
    internal required string Id { get; set; }

    /// <summary>The program of a tenant, as text.</summary>
    internal required string Partition { get; set; }

    internal required string Customer { get; set; }

    internal required string Kind { get; set; }

    internal required string DecisionKey { get; set; }

    internal string? Subject { get; set; }

    internal required int Reader { get; set; }

    internal required long OccurredAt { get; set; }

    internal required long CreatedAt { get; set; }

    internal required long DueAt { get; set; }

    internal required int State { get; set; }

    internal string? Reason { get; set; }

    internal string? Topic { get; set; }

    internal string? Refusal { get; set; }

    /// <summary>The values as a JSON object of texts.</summary>
    internal required string Values { get; set; }

    internal string? Culture { get; set; }

    internal string? Channel { get; set; }

    internal long? DecidedAt { get; set; }

    internal long? SettledAt { get; set; }

    internal required int Attempts { get; set; }

    internal required long Version { get; set; }
}

/// <summary>What is known of a person, as a row.</summary>
internal sealed class PersonRow
{
    internal required string Partition { get; set; }

    internal required string Customer { get; set; }

    /// <summary>A bit for each purpose: 1 for service, 2 for promotions.</summary>
    internal required int Unsubscribed { get; set; }

    internal required long Version { get; set; }
}
