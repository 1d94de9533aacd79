using NodaTime;

namespace Referrals.AI.Auditing;

/// <summary>Keeps who asked what about whom. A host implements it over a table of its own; without one, calls are logged.</summary>
public interface IToolAudit
{
    /// <summary>Keeps a call, before its answer is given out: where this throws, nobody gets the answer.</summary>
    /// <param name="record">The call.</param>
    /// <param name="cancellationToken">Token to cancel the operation.</param>
    ValueTask RecordAsync(ToolCallRecord record, CancellationToken cancellationToken);
}

/// <summary>One call of a function: who asked, about whom, when, and how it ended. Never the arguments or the answer.</summary>
public sealed record ToolCallRecord
{
    /// <summary>The name of the function, or <see cref="Confirmation"/>.</summary>
    public required string Tool { get; init; }

    /// <summary>The <see cref="Tool"/> of a proposal that a person confirmed.</summary>
    public const string Confirmation = "confirm_proposal";

    /// <summary>Who asked.</summary>
    public required ToolCaller Caller { get; init; }

    /// <summary>The customer whom it was about; <c>null</c> where it was about nobody, or failed before that was known.</summary>
    public CustomerId? Concerns { get; init; }

    /// <summary>When it began.</summary>
    public required Instant At { get; init; }

    /// <summary>How long it took, by the engine's clock.</summary>
    public required Duration Duration { get; init; }

    /// <summary>The code of the error; <c>null</c> where it was answered.</summary>
    public string? Error { get; init; }
}
