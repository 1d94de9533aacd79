using NodaTime;

namespace Generator;

/// <summary>A customer in the making.</summary>
internal sealed class Person
{
    public string Id { get; set; } = string.Empty;

    public required Instant SignedUpAt { get; set; }

    public required string Via { get; set; }

    public required string Segment { get; init; }

    public required string Region { get; init; }

    /// <summary>Whom the shop names as the referrer by hand, such as after a call to the support.</summary>
    public Person? NamedReferrer { get; set; }

    public string? Visitor { get; set; }

    public string? TypedCode { get; set; }

    public Instant? EnrolledAt { get; set; }

    public string? Code { get; set; }
}
