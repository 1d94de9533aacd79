using NodaTime;
using NodaTime.Text;
using Referrals.Qualification.Guards;

namespace Referrals.Simulation;

/// <summary>One referral that the changed guards would have treated otherwise.</summary>
public sealed record GuardCase
{
    internal GuardCase()
    {
    }

    /// <summary>The referred customer.</summary>
    public CustomerId Referee { get; internal init; }

    /// <summary>The referrer.</summary>
    public CustomerId Referrer { get; internal init; }

    /// <summary>When the sign-up, or the conversion that showed something new, happened.</summary>
    public Instant At { get; internal init; }

    /// <summary>What happened to the referral then.</summary>
    public GuardAction Was { get; internal init; }

    /// <summary>What would have happened with the changed guards.</summary>
    public GuardAction Would { get; internal init; }

    /// <summary>The codes of the guards that would have brought it about; empty for a referral that would have been let through.</summary>
    public IReadOnlyList<string> Codes { get; internal init; } = [];

    /// <summary>What the referral earned in the history, less what was taken back; one amount per unit, none of them zero.</summary>
    public IReadOnlyList<Amount> Earned { get; internal init; } = [];

    /// <summary>Such as <c>bob, referred by alice on 2026-03-02T09:00:00Z: allowed, would be refused by guard.same_email; earned 30.00 USD</c>.</summary>
    public override string ToString()
    {
        var by = Codes.Count == 0 ? string.Empty : $" by {string.Join(", ", Codes)}";
        var earned = Earned.Count == 0 ? "earned nothing" : $"earned {string.Join(", ", Earned)}";
        return $"{Referee}, referred by {Referrer} on {InstantPattern.ExtendedIso.Format(At)}: {Text(Was)}, would be {Text(Would)}{by}; {earned}";
    }

    internal static string Text(GuardAction action) => action switch
    {
        GuardAction.Allow => "allowed",
        GuardAction.Hold => "held",
        _ => "refused",
    };
}
