namespace Referrals.Qualification;

/// <summary>A host's own condition, registered by name so that programs in C# and in JSON can ask it.</summary>
/// <remarks>
/// It is a pure function: no clock, no randomness, no I/O; the same context gives the same answer, for ever, or replays of
/// the history would differ from what was decided. It is called by many threads at once.
/// </remarks>
public interface IConversionCondition
{
    /// <summary>
    /// Whether the condition holds: <c>true</c>, <c>false</c>, or <c>null</c> where that cannot be known, as where an attribute is missing.
    /// What is not known earns nothing, and neither does its opposite (<see cref="Condition.Not"/>).
    /// </summary>
    bool? IsMet(QualificationContext context);
}
