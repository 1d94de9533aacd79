using Referrals.Attribution;
using Referrals.Rewards;

namespace Referrals.Programs;

/// <summary>
/// How many operations a conversion takes at most: what it changes itself, and for every reward its record, its posting, its facts,
/// and the numbers that limits and tiers ask for. Of rules that compete, only one is granted.
/// </summary>
internal static class CommitSize
{
    private const int Conversion = 18;
    private const int Reward = 7;
    private const int Refusal = 2;

    internal static int Of(ReferralProgram program) => Conversion + program.Incentives
        .GroupBy(static incentive => (incentive.Side, incentive.Group, incentive.IsShadow))
        .Sum(rules => Of(program, [.. rules], PrecedenceOf(program, rules.Key.Group)));

    private static int Of(ReferralProgram program, Incentive[] rules, Precedence precedence)
    {
        var refused = rules.Sum(rule => Owners(program, rule) * (Refusal + Counted(rule)));
        var granted = rules.Select(rule => Owners(program, rule) * Granted(program, rule));
        return refused + (rules[0].IsShadow ? 0 : precedence == Precedence.Stack ? granted.Sum() : granted.Max());
    }

    /// <summary>What a granted reward takes beyond a refused one.</summary>
    private static int Granted(ReferralProgram program, Incentive rule) =>
        (Reward - Refusal + rule.Caps.Count + program.Caps.Count(cap => cap.Side == rule.Side))
        * (rule.Donation is null ? 1 : 2)
        * (rule.AllFormulas.Any(static formula => formula.Raises) ? 2 : 1);

    private static int Counted(Incentive rule) => rule.AllFormulas.Sum(static formula => formula.CountedNumbers);

    private static int Owners(ReferralProgram program, Incentive rule) => rule.Side == Side.Referee ? 1
        : rule.Levels?.Count ?? (program.Attribution.Split is null ? 1 : AttributionPolicy.MaxReferrers);

    private static Precedence PrecedenceOf(ReferralProgram program, string? group) => group is null
        ? program.Precedence
        : program.Groups.FirstOrDefault(known => known.Name == group)?.Precedence ?? Precedence.Stack;
}
