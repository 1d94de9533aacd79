using NodaTime;
using Referrals.Explanations;

namespace Referrals.Simulation.Comparisons;

/// <summary>One input that was decided in two ways, with the reasons of both.</summary>
public sealed record OutcomeExample
{
    internal OutcomeExample()
    {
    }

    /// <summary>The idempotency key of the input.</summary>
    public string Key { get; internal init; } = string.Empty;

    /// <summary>When it happened.</summary>
    public Instant At { get; internal init; }

    /// <summary>Why it came out as it did.</summary>
    public required Explanation Then { get; init; }

    /// <summary>Why it comes out otherwise.</summary>
    public required Explanation Now { get; init; }
}
