using System.Globalization;
using Referrals.Explanations;

namespace Referrals.Qualification.Guards;

/// <summary>Asks all guards of a program about a referral.</summary>
internal static class GuardEvaluation
{
    internal static GuardVerdict Decide(GuardPolicy policy, IEnumerable<Guard> guards, GuardContext context, IGuardBook book)
    {
        var checks = new List<Check>();
        var reasons = new List<(string Code, GuardAction Action)>();
        var points = 0;
        foreach (var guard in guards)
        {
            var finding = guard.Find(context, book);
            var action = policy.Score is { ReplacesActions: true } ? GuardAction.Allow : guard.Action;
            checks.Add(Of(guard, finding, action, policy.Score is not null));
            if (finding.Objects)
            {
                points += guard.Points;
                reasons.Add((guard.Code, action));
            }
        }

        if (policy.Score is { } score && checks.Count > 0)
        {
            var action = score.Of(points);
            checks.Add(Of(score, points, action));
            reasons.Add((GuardCodes.Score, action));
        }

        var strictest = reasons.Select(static reason => reason.Action).DefaultIfEmpty(GuardAction.Allow).Max();
        return new GuardVerdict
        {
            Checks = checks,
            Action = strictest,
            Codes = strictest == GuardAction.Allow
                ? []
                : [.. reasons.Where(reason => reason.Action == strictest).Select(static reason => reason.Code).Distinct()],
        };
    }

    /// <summary>Only what refuses a referral has failed; what holds it or is let pass is told with what was found and what follows.</summary>
    private static Check Of(Guard guard, GuardFinding finding, GuardAction action, bool scored)
    {
        if (!finding.Objects)
        {
            return Check.Of(guard.Code, passed: true, finding.Actual, finding.Required);
        }

        var points = scored && guard.Points > 0 ? string.Create(CultureInfo.InvariantCulture, $"{finding.Actual}; {guard.Points} points") : finding.Actual;
        return action == GuardAction.Refuse
            ? Check.Of(guard.Code, passed: false, points, finding.Required)
            : Check.Note(guard.Code, points, Text(action));
    }

    private static Check Of(GuardScore score, int points, GuardAction action)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{points} points");
        return action == GuardAction.Hold
            ? Check.Note(GuardCodes.Score, text, Text(action))
            : Check.Of(GuardCodes.Score, action == GuardAction.Allow, text, score.ToString());
    }

    private static string Text(GuardAction action) => action == GuardAction.Hold ? "held for review" : "allowed";
}
