using NodaTime;
using NodaTime.Text;
using Referrals.Explanations;
using Referrals.Programs;
using Referrals.Qualification.Guards;

namespace Referrals.Deciding.Inputs;

/// <summary>Whether a program creates referrals at an instant.</summary>
internal static class ScheduleGuard
{
    internal static IEnumerable<Check> Decide(ReferralProgram program, Instant at)
    {
        if (program.IsPaused)
        {
            yield return Check.Of(GuardCodes.Paused, passed: false, "paused", "a program that runs");
        }

        if (program.StartsAt is { } start)
        {
            yield return Check.Of(GuardCodes.NotStarted, at >= start, Text(at), $"from {Text(start)} on");
        }

        if (program.EndsAt is { } end)
        {
            yield return Check.Of(GuardCodes.Ended, at < end, Text(at), $"before {Text(end)}");
        }
    }

    private static string Text(Instant instant) => InstantPattern.ExtendedIso.Format(instant);
}
