using NodaTime;

namespace Referrals.Attribution.Journeys;

/// <summary>The touches that may share the credit for one conversion, oldest first; or a path that ended without one.</summary>
/// <remarks>Built by <see cref="JourneyRules.Build"/>. Immutable.</remarks>
public sealed class Journey
{
    internal Journey(JourneyTouch[] touches, Instant endedAt, double value, bool converted)
    {
        Touches = touches;
        EndedAt = endedAt;
        Value = value;
        Converted = converted;
    }

    /// <summary>The touches in order of time, then of arrival. Empty where no touch was eligible.</summary>
    public IReadOnlyList<JourneyTouch> Touches { get; }

    /// <summary>The instant of the conversion; of the last touch where there was none.</summary>
    public Instant EndedAt { get; }

    /// <summary>What the conversion was worth; 0 where there was none.</summary>
    public double Value { get; }

    /// <summary>Whether the path ended in a conversion.</summary>
    public bool Converted { get; }

    /// <summary>Whether a conversion has no touch to credit, so that it falls into the unattributed bucket.</summary>
    public bool IsUnattributed => Converted && Touches.Count == 0;
}
