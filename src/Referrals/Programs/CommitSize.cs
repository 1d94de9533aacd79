using Referrals.Attribution;
using Referrals.Rewards;

namespace Referrals.Programs;

/// <summary>
/// How many operations the largest decisions of a program take, since one commit takes so many only. A conversion changes its own
/// records and, for every reward, the reward's record, its posting, its facts, and the numbers that limits and tiers ask for; of rules
/// that compete, only one is granted. A refund in full takes every reward of a conversion back, each of them in up to three parts:
/// what is left, what has expired, and what was used and is owed. All other decisions are about one reward, or settle as many rewards of a
/// held referral as fit and leave the rest to the passing of time.
/// </summary>
internal static class CommitSize
{
    private const int Conversion = 19;
    private const int Reward = 7;
    private const int Refusal = 2;

    /// <summary>The decision's event, key and message, the conversion, the referee, and the fact of the refund.</summary>
    private const int Refund = 6;

    /// <summary>The reward, the owner's account, two balances, the facts of what is taken back and what is owed.</summary>
    private const int TakenBack = 6;
    private const int LinesPerPosting = 2;

    internal static int OfConversion(ReferralProgram program) => Conversion + Groups(program).Sum(rules => Conversions(program, [.. rules], PrecedenceOf(program, rules.Key.Group)));

    internal static int OfRefund(ReferralProgram program) => Refund
        + program.Incentives.Sum(rule => Owners(program, rule) * Counted(rule))
        + Groups(program).Where(static rules => !rules.Key.IsShadow).Sum(rules => Most(rules.Select(rule => Returned(program, rule)), PrecedenceOf(program, rules.Key.Group)));

    private static IEnumerable<IGrouping<(Side Side, string? Group, bool IsShadow), Incentive>> Groups(ReferralProgram program) =>
        program.Incentives.GroupBy(static incentive => (incentive.Side, incentive.Group, incentive.IsShadow));

    private static int Conversions(ReferralProgram program, Incentive[] rules, Precedence precedence)
    {
        var refused = rules.Sum(rule => Owners(program, rule) * (Refusal + Counted(rule)));
        return refused + (rules[0].IsShadow ? 0 : Most(rules.Select(rule => Owners(program, rule) * Granted(program, rule)), precedence));
    }

    private static int Most(IEnumerable<int> rules, Precedence precedence) => precedence == Precedence.Stack ? rules.Sum() : rules.Max();

    /// <summary>What a granted reward takes beyond a refused one.</summary>
    private static int Granted(ReferralProgram program, Incentive rule) =>
        (Reward - Refusal + rule.Caps.Count + program.Caps.Count(cap => cap.Side == rule.Side)) * Rewards(rule);

    /// <summary>What the rewards of one conversion by a rule take when they are taken back.</summary>
    private static int Returned(ReferralProgram program, Incentive rule)
    {
        var postings = rule.Expiry is null ? 2 : 3;
        var room = rule.Caps.Count(static cap => cap.RoomReturns) + program.Caps.Count(cap => cap.Side == rule.Side && cap.Cap.RoomReturns);
        return rule.OnRefund == RefundPolicy.Keep ? 0 : Owners(program, rule) * Rewards(rule) * (TakenBack + (postings * LinesPerPosting) + room);
    }

    /// <summary>How many rewards one owner gets at most: the conversion's own and what it raises, each with the part of a cause.</summary>
    private static int Rewards(Incentive rule) =>
        (rule.Donation is null ? 1 : 2) * (rule.AllFormulas.Any(static formula => formula.Raises) ? 2 : 1);

    private static int Counted(Incentive rule) => rule.AllFormulas.Sum(static formula => formula.CountedNumbers);

    private static int Owners(ReferralProgram program, Incentive rule) => rule.Side == Side.Referee ? 1
        : rule.Levels?.Count ?? (program.Attribution.Split is null ? 1 : AttributionPolicy.MaxReferrers);

    private static Precedence PrecedenceOf(ReferralProgram program, string? group) => group is null
        ? program.Precedence
        : program.Groups.FirstOrDefault(known => known.Name == group)?.Precedence ?? Precedence.Stack;
}
