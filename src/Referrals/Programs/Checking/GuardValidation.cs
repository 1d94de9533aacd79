using System.Globalization;
using Referrals.Qualification.Guards;
using Referrals.Qualification.Guards.Checks;

namespace Referrals.Programs.Checking;

/// <summary>Finds what is wrong with a program's guards as a whole.</summary>
internal static class GuardValidation
{
    internal static IEnumerable<ProgramFinding> Findings(GuardPolicy policy)
    {
        if (policy.GuardList.Count > GuardPolicy.MaxGuards)
        {
            yield return new(ProgramCodes.TooManyGuards, "$.guards.checks", string.Create(
                CultureInfo.InvariantCulture, $"There are {policy.GuardList.Count} guards; a program has at most {GuardPolicy.MaxGuards}."));
        }

        for (var i = 0; i < policy.GuardList.Count; i++)
        {
            var guard = policy.GuardList[i];
            if (policy.GuardList.Take(i).Any(other => IsSame(other, guard)))
            {
                yield return new(
                    ProgramCodes.DuplicateGuard, Path(i), $"Another guard asks the same ({guard.Code}); take one of them out, or its points count twice.");
            }
        }

        foreach (var finding in policy.Score is { } score ? OfScore(policy, score) : [])
        {
            yield return finding;
        }
    }

    /// <summary>The lists and custom guards that the guards ask for and do not find.</summary>
    internal static IEnumerable<ProgramFinding> MissingNames(GuardPolicy policy, RuleBook rules) => MissingLists(policy, rules).Concat(
        from guard in policy.Guards.Select(static (guard, index) => (Custom: guard as CustomGuard, Index: index))
        where guard.Custom is { } custom && !rules.HasGuard(custom.Name)
        select new ProgramFinding(
            ProgramCodes.UnknownGuard,
            Path(guard.Index) + ".name",
            $"There is no guard named '{guard.Custom!.Name}'; register it with AddGuard(\"{guard.Custom!.Name}\", ...)."));

    private static IEnumerable<ProgramFinding> MissingLists(GuardPolicy policy, RuleBook rules) =>
        from list in policy.ListNames
        where !rules.HasDomains(list.Name)
        select new ProgramFinding(
            ProgramCodes.UnknownDomainList,
            Path(list.Index) + ".list",
            $"There is no list of domains named '{list.Name}'; register it with AddDomains(\"{list.Name}\", ...).");

    private static IEnumerable<ProgramFinding> OfScore(GuardPolicy policy, GuardScore score)
    {
        const string path = "$.guards.score";
        if (score.HoldAt is null && score.RefuseAt is null)
        {
            yield return new(
                ProgramCodes.ScoreWithoutThreshold, path, "The score leads to nothing; say from how many points on it holds or refuses.");
        }

        if (score.HoldAt >= score.RefuseAt)
        {
            yield return new(ProgramCodes.ScoreThresholds, path, string.Create(
                CultureInfo.InvariantCulture,
                $"Referrals are refused from {score.RefuseAt} points on, so none is ever held from {score.HoldAt} on; hold from fewer points."));
        }

        var most = policy.GuardList.Sum(static guard => guard.Points);
        var least = Math.Min(score.HoldAt ?? int.MaxValue, score.RefuseAt ?? int.MaxValue);
        if (least != int.MaxValue && most < least)
        {
            yield return new(ProgramCodes.ScoreUnreachable, path, string.Create(
                CultureInfo.InvariantCulture, $"All guards together have {most} points, and nothing happens below {least}; give the guards more points."));
        }
    }

    /// <summary>Whether two guards ask the same question, whatever follows from it. Lists and limits make another question.</summary>
    private static bool IsSame(Guard left, Guard right) => left is not EmailDomainGuard { List: null } and not BannedReferrersGuard
        && left.Allowing().Scoring(0) == right.Allowing().Scoring(0);

    private static string Path(int index) => string.Create(CultureInfo.InvariantCulture, $"$.guards.checks[{index}]");
}
