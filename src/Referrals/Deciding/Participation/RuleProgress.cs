using NodaTime;
using Referrals.Programs;
using Referrals.State;

namespace Referrals.Deciding.Participation;

/// <summary>How far a customer is with one rule: what the next step takes, and what the caps leave.</summary>
public sealed record RuleProgress
{
    internal RuleProgress()
    {
    }

    /// <summary>The name of the rule.</summary>
    public required string Rule { get; init; }

    /// <summary>As whom the customer is rewarded by it.</summary>
    public required Side Side { get; init; }

    /// <summary>Tiers or milestones; <c>null</c> for a rule without them.</summary>
    public StepProgress? Steps { get; init; }

    /// <summary>The caps of the rule, and those over all rules of the side; caps for each referral by itself are not here.</summary>
    public required IReadOnlyList<LimitProgress> Limits { get; init; }

    /// <summary>The progress with every rule that has steps or caps, as a pure function of what is stored.</summary>
    /// <param name="program">The program in force.</param>
    /// <param name="state">The state of the program.</param>
    /// <param name="customer">Whose progress.</param>
    /// <param name="at">At which time; it says which periods are the present ones.</param>
    /// <exception cref="ArgumentException">The customer is <c>default</c>.</exception>
    /// <exception cref="ReferralProgramException">The program asks for rules of the host's own; ask the engine then.</exception>
    public static IReadOnlyList<RuleProgress> Of(ReferralProgram program, ProgramState state, CustomerId customer, Instant at)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new ProgressReading(IncentivePlan.For(program), InputText.Check(customer), at).Read(state);
    }
}
