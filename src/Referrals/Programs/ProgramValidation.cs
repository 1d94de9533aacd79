using System.Globalization;
using NodaTime;
using Referrals.Programs.Checking;
using Referrals.Qualification.Conditions;
using Referrals.Rewards;

namespace Referrals.Programs;

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
                $"'{program.ZoneId}' is no zone of the IANA time zone database; write one such as Europe/Paris."));
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

    /// <summary>What the program asks of the host's rules and does not find.</summary>
    internal static IEnumerable<ProgramFinding> MissingRules(ReferralProgram program, RuleBook rules)
    {
        foreach (var place in ProgramWalk.Conditions(program))
        {
            if (place.Condition is CustomCondition custom && !rules.HasCondition(custom.Name))
            {
                yield return new(
                    ProgramCodes.UnknownCondition,
                    place.Path + ".custom",
                    $"There is no condition named '{custom.Name}'; register it with AddCondition(\"{custom.Name}\", ...).");
            }
        }

        foreach (var finding in GuardValidation.MissingNames(program.Guards, rules))
        {
            yield return finding;
        }

        foreach (var (path, formula) in program.Incentives.SelectMany(static (rule, i) => ProgramWalk.Formulas(rule, ProgramWalk.Rule(i))))
        {
            foreach (var rule in formula.CustomRules.Where(rule => !rules.HasIncentive(rule)))
            {
                yield return new(
                    ProgramCodes.UnknownRule, path + ".custom", $"There is no incentive rule named '{rule}'; register it with AddRule(\"{rule}\", ...).");
            }
        }
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
                    $"'{incentive.Name}' is no name of a rule; write 1 to 64 characters out of a-z, A-Z, 0-9, '.', '_' and '-'."));
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
