using Referrals.Rewards.Plans;

namespace Referrals.Programs;

/// <summary>Puts rules into the groups in which they compete.</summary>
internal static class RuleRanking
{
    internal static IReadOnlyList<RankedGroup> Of(ReferralProgram program, IReadOnlyList<RulePlan> rules)
    {
        var precedences = program.Groups.ToDictionary(static group => group.Name, static group => group.Precedence, StringComparer.Ordinal);
        return
        [
            .. rules
                .Select(static (rule, place) => (rule.Incentive, Place: place))
                .Where(static rule => !rule.Incentive.IsShadow)
                .GroupBy(static rule => (rule.Incentive.Side, rule.Incentive.Group))
                .OrderBy(static group => group.Min(static rule => rule.Place))
                .Select(group => new RankedGroup(
                    group.Key.Group is { } name ? precedences.GetValueOrDefault(name) : program.Precedence,
                    [.. group.OrderByDescending(static rule => rule.Incentive.Priority).ThenBy(static rule => rule.Place).Select(static rule => rule.Place)])),
        ];
    }
}
