using System.Globalization;
using NodaTime;
using Referrals.Attribution;

namespace Referrals;

/// <summary>Finds what is wrong with a program whose single values are right.</summary>
internal static class ProgramValidation
{
    /// <summary>What one commit of any store takes.</summary>
    private const int MaxOperations = 100;

    internal static List<ProgramFinding> Findings(ReferralProgram program)
    {
        var findings = new List<ProgramFinding>();
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(program.ZoneId) is null)
        {
            findings.Add(new(
                ProgramCodes.UnknownZone,
                "$.zone",
                $"'{program.ZoneId}' is not a zone of the IANA time zone database; write one such as Europe/Paris."));
        }

        if (program.StartsAt is { } start && program.EndsAt is { } end && end <= start)
        {
            findings.Add(new(ProgramCodes.EndBeforeStart, "$.ends", "The program ends before it starts; set the end after the start."));
        }

        if (program.Incentives.Count == 0)
        {
            findings.Add(new(
                ProgramCodes.NoIncentives, "$.incentives", "The program rewards nobody; give it at least one incentive."));
        }

        foreach (var (decision, operations) in new[]
        {
            ("A conversion that earns all rewards", CommitSize.OfConversion(program)),
            ("A refund that takes back all rewards of a conversion", CommitSize.OfRefund(program)),
        })
        {
            if (operations > MaxOperations && findings.All(static finding => finding.Code != ProgramCodes.TooManyIncentives))
            {
                findings.Add(new(ProgramCodes.TooManyIncentives, "$.incentives", string.Create(
                    CultureInfo.InvariantCulture,
                    $"{decision} could need {operations} operations, more than the {MaxOperations} of one commit; make the rules or their levels fewer, let them compete (whenSeveralMatch: first), or do not split referrals.")));
            }
        }

        Incentives(program, findings);
        findings.AddRange(MarkValidation.Findings(program));
        Ranking(program, findings);
        Budgets(program, findings);
        findings.AddRange(RuleValidation.Findings(program));
        findings.AddRange(GuardValidation.Findings(program.Guards));
        Payouts(program, findings);
        return findings;
    }

    /// <summary>What the program asks of the application's rules and does not find.</summary>
    internal static IEnumerable<ProgramFinding> MissingRules(ReferralProgram program, CustomRules rules)
    {
        var conditions = ProgramWalk.Conditions(program)
            .Select(place => place.Condition is CustomCondition custom ? rules.FaultOfCondition(custom.Use, place.Path) : null);
        var formulas =
            from found in program.Incentives.SelectMany(static (rule, i) => ProgramWalk.Formulas(rule, ProgramWalk.Rule(i)))
            from use in found.Formula.CustomRules
            select rules.FaultOfIncentive(use, found.Path);
        return conditions.OfType<ProgramFinding>().Concat(GuardValidation.MissingNames(program.Guards, rules)).Concat(formulas.OfType<ProgramFinding>());
    }

    private static void Incentives(ReferralProgram program, List<ProgramFinding> findings)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < program.Incentives.Count; i++)
        {
            var incentive = program.Incentives[i];
            if (!IdText.IsValid(incentive.Name, IdText.Name))
            {
                findings.Add(new(
                    ProgramCodes.InvalidId,
                    Path(i, "name"),
                    $"'{incentive.Name}' is not a valid rule name; use 1 to 64 characters out of a-z, A-Z, 0-9, '.', '_' and '-'."));
            }
            else if (incentive.Name == ManualReward.Rule)
            {
                findings.Add(new(
                    ProgramCodes.InvalidId, Path(i, "name"), $"'{incentive.Name}' is the rule of rewards that are granted by hand; give this one another name."));
            }
            else if (!names.Add(incentive.Name))
            {
                findings.Add(new(
                    ProgramCodes.DuplicateRule, Path(i, "name"), $"Two incentives are named '{incentive.Name}'; give each a name of its own."));
            }

            if (incentive.Levels is not null && program.Attribution.Split is not null)
            {
                findings.Add(new(
                    ProgramCodes.LevelsOfSplit,
                    Path(i, "levels"),
                    "A reward is shared either among the referrers of a split referral or over levels above one; take one of the two out."));
            }

            foreach (var cap in incentive.Caps.Select(static cap => cap.Amount).OfType<Amount>().Where(cap => !incentive.Units.Contains(cap.Unit)))
            {
                findings.Add(new(
                    ProgramCodes.CapUnit,
                    Path(i, incentive.Caps.Count == 1 ? "cap" : "caps"),
                    $"The cap of {cap} is in another unit than the reward; cap it in {string.Join(" or ", incentive.Units)}."));
            }

            if (incentive.Group is { } group && program.Groups.All(known => known.Name != group))
            {
                findings.Add(new(
                    ProgramCodes.UnknownGroup, Path(i, "group"), $"There is no group '{group}'; add it to the program's groups with its precedence."));
            }
        }
    }

    /// <summary>Who grants most can only be said in one unit.</summary>
    private static void Ranking(ReferralProgram program, List<ProgramFinding> findings)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < program.Groups.Count; i++)
        {
            if (!names.Add(program.Groups[i].Name))
            {
                findings.Add(new(
                    ProgramCodes.DuplicateGroup,
                    string.Create(CultureInfo.InvariantCulture, $"$.groups[{i}]"),
                    $"Two groups are named '{program.Groups[i].Name}'; give each a name of its own."));
            }
        }

        var competing = program.Incentives.Where(static incentive => !incentive.IsShadow).GroupBy(static incentive => (incentive.Side, incentive.Group));
        foreach (var rules in competing)
        {
            var precedence = rules.Key.Group is { } name ? program.Groups.FirstOrDefault(group => group.Name == name)?.Precedence : program.Precedence;
            var units = rules.SelectMany(static incentive => incentive.Units).Distinct().ToArray();
            if (precedence == Precedence.Best && units.Length > 1)
            {
                findings.Add(new(
                    ProgramCodes.IncomparableUnits,
                    rules.Key.Group is null ? "$.whenSeveralMatch" : "$.groups",
                    $"Which of the rules {string.Join(" and ", rules.Select(static rule => rule.Name))} grants most cannot be said, since {string.Join(" and ", units)} do not compare; let the first win, or put them into groups."));
            }
        }
    }

    private static void Budgets(ReferralProgram program, List<ProgramFinding> findings)
    {
        var units = new HashSet<Unit>();
        for (var i = 0; i < program.Budgets.Count; i++)
        {
            if (!units.Add(program.Budgets[i].Amount.Unit))
            {
                findings.Add(new(
                    ProgramCodes.DuplicateBudget,
                    string.Create(CultureInfo.InvariantCulture, $"$.budgets[{i}]"),
                    $"There are two budgets in {program.Budgets[i].Amount.Unit}; add them up into one."));
            }
        }
    }

    private static void Payouts(ReferralProgram program, List<ProgramFinding> findings)
    {
        var reviewed = new HashSet<Unit>();
        for (var i = 0; i < program.ManualReviews.Count; i++)
        {
            if (!reviewed.Add(program.ManualReviews[i].Unit))
            {
                findings.Add(new(
                    ProgramCodes.SaidTwice,
                    string.Create(CultureInfo.InvariantCulture, $"$.manualReviews[{i}]"),
                    $"There are two amounts in {program.ManualReviews[i].Unit}; keep one."));
            }
        }

        var units = new HashSet<Unit>();
        for (var i = 0; i < program.Payouts.Count; i++)
        {
            if (!units.Add(program.Payouts[i].Unit))
            {
                findings.Add(new(
                    ProgramCodes.DuplicatePayout,
                    string.Create(CultureInfo.InvariantCulture, $"$.payouts[{i}]"),
                    $"There are two rules for payouts in {program.Payouts[i].Unit}; keep one."));
            }
        }
    }

    private static string Path(int incentive, string member) =>
        string.Create(CultureInfo.InvariantCulture, $"$.incentives[{incentive}].{member}");
}

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

    /// <summary>The lists and custom guards that the guards ask for and do not find, or not with these parameters.</summary>
    internal static IEnumerable<ProgramFinding> MissingNames(GuardPolicy policy, CustomRules rules) => MissingLists(policy, rules).Concat(policy.Guards
        .Select((guard, index) => guard is CustomGuard custom ? rules.FaultOfGuard(custom.Use, Path(index)) : null)
        .OfType<ProgramFinding>());

    private static IEnumerable<ProgramFinding> MissingLists(GuardPolicy policy, CustomRules rules) =>
        from list in policy.ListNames
        where !rules.HasDomains(list.Name)
        select new ProgramFinding(
            ProgramCodes.UnknownDomainList,
            Path(list.Index) + ".list",
            $"There is no list of domains named '{list.Name}'; register it with AddDomainList(\"{list.Name}\", ...).");

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

    internal static int OfConversion(ReferralProgram program) =>
        Conversion + Groups(program).Sum(rules => Conversions(program, [.. rules], PrecedenceOf(program, rules.Key.Group)));

    internal static int OfRefund(ReferralProgram program) => Refund
        + program.Incentives.Sum(rule => Owners(program, rule) * Counted(rule))
        + Groups(program).Where(static rules => !rules.Key.IsShadow)
            .Sum(rules => Most(rules.Select(rule => Returned(program, rule)), PrecedenceOf(program, rules.Key.Group)));

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
    private static int Returned(ReferralProgram program, Incentive rule) =>
        rule.OnRefund == RefundPolicy.Keep ? 0 : Owners(program, rule) * Rewards(rule) * OfReversal(program, rule);

    /// <summary>What one reward takes when it is taken back.</summary>
    internal static int OfReversal(ReferralProgram program, Incentive rule)
    {
        var postings = rule.Expiry is null ? 2 : 3;
        var room = rule.Caps.Count(static cap => cap.RoomReturns) + program.Caps.Count(cap => cap.Side == rule.Side && cap.Cap.RoomReturns);
        return TakenBack + (postings * LinesPerPosting) + room;
    }

    /// <summary>What a refund takes besides the rewards.</summary>
    internal static int OfRefundAlone(ReferralProgram program) => Refund + program.Incentives.Sum(rule => Owners(program, rule) * Counted(rule));

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
