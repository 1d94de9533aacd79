namespace Referrals.Qualification.Guards;

/// <summary>The codes of the checks that keep wrong referrals out.</summary>
internal static class GuardCodes
{
    internal const string Self = "guard.self_referral";
    internal const string Cycle = "guard.cycle";
    internal const string ReferrerEnrolled = "guard.referrer_enrolled";
    internal const string BudgetUsedUp = "guard.program_budget_used_up";
    internal const string NotStarted = "guard.program_not_started";
    internal const string Ended = "guard.program_ended";
    internal const string Paused = "guard.program_paused";
}
