namespace Referrals.Qualification;

/// <summary>A host's own condition, registered by name so that programs in C# and in JSON can ask it.</summary>
/// <remarks>
/// It is a pure function: no clock, no randomness, no I/O; the same context gives the same answer, for ever, or replays of
/// the history would differ from what was decided. It is called by many threads at once.
/// </remarks>
public interface IConversionCondition
{
    /// <summary>Whether the condition holds. What it cannot know, it answers with <c>false</c>.</summary>
    bool IsMet(QualificationContext context);
}
