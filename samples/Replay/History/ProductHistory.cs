using NodaTime;

namespace Replay.History;

/// <summary>What happened in a product: everything that is in a folder, read and checked.</summary>
internal sealed record ProductHistory
{
    public required string Folder { get; init; }

    public required IReadOnlyList<CustomerRow> Customers { get; init; }

    /// <summary>Who became a referrer when; <c>null</c> where the product did not write it down.</summary>
    public required IReadOnlyList<EnrollmentRow>? Enrollments { get; init; }

    public required IReadOnlyList<ShareRow> Shares { get; init; }

    public required IReadOnlyList<ClickRow> Clicks { get; init; }

    public required IReadOnlyList<OrderRow> Orders { get; init; }

    public required IReadOnlyList<CostRow> Costs { get; init; }

    public required IReadOnlyList<AnswerRow> Answers { get; init; }

    /// <summary>The names of the files that were read.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Every time at which something happened.</summary>
    public IEnumerable<Instant> Times => Customers.Select(static row => row.SignedUpAt)
        .Concat((Enrollments ?? []).Select(static row => row.At))
        .Concat(Shares.Select(static row => row.At))
        .Concat(Clicks.Select(static row => row.At))
        .Concat(Orders.Select(static row => row.At))
        .Concat(Costs.Select(static row => row.At))
        .Concat(Answers.Select(static row => row.At));
}
