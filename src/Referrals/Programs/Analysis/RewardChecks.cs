using System.Globalization;

namespace Referrals;

/// <summary>Rules that always lose, steps that nobody reaches, and limits that do not fit what they limit.</summary>
internal static class RewardChecks
{
    internal static IEnumerable<AnalysisFinding> Of(ReferralProgram program)
    {
        for (var i = 0; i < program.Incentives.Count; i++)
        {
            var facts = new RuleFacts(program, i);
            foreach (var finding in Competition(program, facts)
                .Concat(Steps(program, facts)).Concat(Shares(facts.Rule, ProgramWalk.Rule(i))).Concat(Limits(program, facts)))
            {
                yield return finding;
            }
        }
    }

    /// <summary>The ranking of the rules is that of the plan itself; the rule that wins always gives its amount.</summary>
    private static IEnumerable<AnalysisFinding> Competition(ReferralProgram program, RuleFacts facts)
    {
        var rule = facts.Rule;
        var precedence = RuleRelations.PrecedenceOf(program, rule);
        if (rule.IsShadow || precedence == Precedence.Stack)
        {
            yield break;
        }

        for (var i = 0; i < program.Incentives.Count; i++)
        {
            var other = new RuleFacts(program, i);
            if (other.Rule != rule && !other.Rule.IsShadow && other.Rule.Side == rule.Side && other.Rule.Group == rule.Group
                && other is { Fixed: { } amount } && !Alternatives.NeverHolds(facts.Whole) && IsImplied(other, facts)
                && Wins(program, precedence, other.Rule, amount, facts))
            {
                if (!other.IsUnlimited)
                {
                    yield return new(
                        AnalysisCodes.OutrankedUntilLimit, FindingSeverity.Warning, facts.Path("name"),
                        $"'{rule.Name}' is given only to those for whom a limit of '{other.Rule.Name}' is used up: whenever its conditions hold, so do those of that rule, which goes before it.",
                        "Put it first by a higher priority, narrow the other rule, or take it out.")
                    {
                        Probe = new FindingProbe(facts.Whole, Given: [other.Index], NotGiven: [facts.Index]),
                    };
                    yield break;
                }

                yield return new(
                    AnalysisCodes.AlwaysOutranked, FindingSeverity.Warning, facts.Path("name"),
                    $"'{rule.Name}' is never given: whenever its conditions hold, so do those of '{other.Rule.Name}', which goes before it.",
                    "Put it first by a higher priority, narrow the other rule, or take it out.")
                {
                    Probe = new FindingProbe(facts.Whole, Given: [other.Index], NotGiven: [facts.Index]),
                };
                yield break;
            }
        }
    }

    private static bool Wins(ReferralProgram program, Precedence precedence, Incentive winner, Amount amount, RuleFacts loser)
    {
        var list = program.Incentives.ToList();
        var isFirst = (winner.Priority, -list.IndexOf(winner)).CompareTo((loser.Rule.Priority, -list.IndexOf(loser.Rule))) > 0;
        return precedence == Precedence.First ? isFirst
            : loser.Fixed is { } less && less.Unit == amount.Unit && (amount > less || (amount == less && isFirst));
    }

    /// <summary>What a rule counts for itself is another number than what the other rule counts by the same words.</summary>
    private static bool IsImplied(RuleFacts winner, RuleFacts loser) => loser.Rule.Levels is null
        && RuleFacts.Parts(winner.Rule.When).All(part => RuleRelations.Follows(part, loser.Asked));

    private static IEnumerable<AnalysisFinding> Steps(ReferralProgram program, RuleFacts facts) => Plain(program, facts).Concat(Counted(facts));

    /// <summary>Steps that the rule's own conditions keep out of reach, and what comes before the first.</summary>
    private static IEnumerable<AnalysisFinding> Counted(RuleFacts facts)
    {
        var (measure, steps, member) = facts.Rule.Formula switch
        {
            TieredFormula tiered => (tiered.Table.Measure, tiered.Table.TierList, "reward.tiers.steps"),
            MilestoneFormula { Every: false } marks => (marks.Measure, marks.Marks, "reward.milestones.at"),
            _ => (null, null, null),
        };
        if (measure is null || Alternatives.NeverHolds(facts.Whole))
        {
            yield break;
        }

        for (var i = 0; i < steps!.Count; i++)
        {
            var from = steps[i].From;
            var isOnce = facts.IsOnceForReferee && from > 1
                && measure is { Subject: MeasureSubject.RuleConversions or MeasureSubject.RuleConversionsOfReferee, SumOf: null };
            var reaches = new MeasureCondition(measure, Comparison.AtLeast, TierTable.Minor(measure, from, nameof(facts)));
            if (isOnce || Alternatives.NeverHolds(Condition.All(facts.Whole, reaches)))
            {
                yield return new(
                    AnalysisCodes.UnreachableTier, FindingSeverity.Warning, facts.Path(Text($"{member}[{i}]")),
                    isOnce ? Text($"Nobody reaches the step from {from}: a referred friend fulfils the conditions only once.")
                        : Text($"Nobody reaches the step from {from}: the rule's conditions end before it."),
                    "Widen the conditions, or take the step out.");
                break;
            }
        }

        if (facts.Rule.Formula is TieredFormula && measure is { SumOf: null, CountsCurrent: true } && steps[0].From > 1)
        {
            yield return new(
                AnalysisCodes.GapBeforeFirstTier, FindingSeverity.Warning, facts.Path(Text($"{member}[0]")),
                Text($"The table begins at {steps[0].From}, so what comes before earns nothing by '{facts.Rule.Name}'."),
                "Let the first step begin at 1, or give a milestone if only the number itself is to be rewarded.")
            {
                Probe = new FindingProbe(facts.Whole, NotGiven: [facts.Index]),
            };
        }
    }

    private static IEnumerable<AnalysisFinding> Plain(ReferralProgram program, RuleFacts facts)
    {
        if (facts.Rule.Formula is not TieredFormula { Table: { IsGraduated: false } table })
        {
            yield break;
        }

        for (var i = 1; i < table.Tiers.Count; i++)
        {
            if (table.Tiers[i].Reward.PlainSize <= table.Tiers[i - 1].Reward.PlainSize
                && table.Tiers[i].Reward.GetType() == table.Tiers[i - 1].Reward.GetType()
                && table.Tiers[i].Reward.Units[0] == table.Tiers[i - 1].Reward.Units[0])
            {
                yield return new(
                    AnalysisCodes.TierWithoutGain, FindingSeverity.Warning, StepPath(facts, i),
                    Text($"The step from {table.Tiers[i].From} gives no more than the one before it."), "Let steps rise, or take this one out.");
            }
        }

        if (Reachable(program, facts, table) is { } last && last < table.Tiers.Count)
        {
            yield return new(
                AnalysisCodes.UnreachableTier, FindingSeverity.Warning, StepPath(facts, last),
                Text($"Nobody is ever paid by the step from {table.Tiers[last].From}: the cap is used up before."),
                "Raise the cap, or take the step out.");
        }
    }

    private static IEnumerable<AnalysisFinding> Shares(Incentive rule, string path)
    {
        foreach (var (place, formula) in ProgramWalk.Formulas(rule, path))
        {
            if (formula is PercentageFormula { Share.Fraction: > 1 } share)
            {
                yield return new(
                    AnalysisCodes.MoreThanPaid, FindingSeverity.Warning, place,
                    Text($"A reward of {share.Share} is more than what was paid for it."), "Lower the percentage, or set a ceiling and a hold if it is meant.");
            }
        }
    }

    /// <summary>How many steps are paid before a cap is used up, where every counted conversion is rewarded by a flat amount; else <c>null</c>.</summary>
    private static int? Reachable(ReferralProgram program, RuleFacts facts, TierTable table)
    {
        var rule = facts.Rule;
        var isPlain = table is { Measure: { Subject: MeasureSubject.RuleConversions, SumOf: null, CountsCurrent: true }, Grace: null, RaisesEarlier: false }
            && table.Tiers[0].From <= 1 && table.Tiers.All(static tier => tier.Reward.IsFlat)
            && rule is { Overrides.Count: 0, Multipliers.Count: 0, Levels: null, IsShadow: false } && program.Attribution.Split is null
            && program.Precedence == Precedence.Stack && rule.Group is null
            && program.Budgets.All(budget => !rule.Units.Contains(budget.Amount.Unit))
            && facts.Caps.Count() == 1;
        if (!isPlain)
        {
            return null;
        }

        int? reachable = null;
        foreach (var cap in rule.Caps.Where(cap => !cap.IsPerReferral && !cap.RoomReturns && cap.Per == table.Measure.Per && !cap.Per.IsTrailing
            && (cap.Amount is null || cap.AtCap == CapAction.Clamp)))
        {
            var used = 0m;
            for (var i = 1; i < table.Tiers.Count; i++)
            {
                var count = table.Tiers[i].From - Math.Max(1, table.Tiers[i - 1].From);
                used += count * (cap.Amount is null ? 1 : table.Tiers[i - 1].Reward.PlainSize!.Value);
                if (table.Tiers.Take(i + 1).Select(static tier => tier.Reward.Units[0]).Distinct().Count() > 1)
                {
                    break;
                }

                if (used >= (cap.Amount?.Value ?? cap.Rewards!.Value))
                {
                    reachable = Math.Min(reachable ?? i, i);
                    break;
                }
            }
        }

        return reachable;
    }

    private static IEnumerable<AnalysisFinding> Limits(ReferralProgram program, RuleFacts facts)
    {
        var rule = facts.Rule;
        for (var i = 0; i < rule.Caps.Count; i++)
        {
            var cap = rule.Caps[i];
            var path = facts.Path(rule.Caps.Count == 1 ? "cap" : Text($"caps[{i}]"));
            if (facts.Fixed is { } amount && cap.Amount is { } most && most.Unit == amount.Unit && most < amount)
            {
                yield return new(
                    AnalysisCodes.CapBelowReward, FindingSeverity.Warning, path,
                    $"The cap of {most} is smaller than the single reward of {amount}"
                    + (cap.AtCap == CapAction.Refuse ? ", so the reward is never given." : ", so nobody ever gets the whole of it."),
                    "Raise the cap to a multiple of the reward, or lower the reward.");
            }

            if (NeverReached(facts, cap) is { } why)
            {
                yield return new(
                    AnalysisCodes.CapNeverReached, FindingSeverity.Note, path, $"The cap '{cap}' can never be reached: {why}", "Lower it, or take it out.");
            }
        }

        foreach (var budget in program.Budgets.Where(budget => facts.Fixed is { } amount && amount.Unit == budget.Amount.Unit && amount > budget.Amount))
        {
            yield return new(
                AnalysisCodes.BudgetBelowReward, FindingSeverity.Warning, "$.budgets",
                $"The budget of {budget.Amount} is smaller than the reward of '{rule.Name}', so it is never given.", "Raise the budget, or lower the reward.");
        }
    }

    private static string? NeverReached(RuleFacts facts, Cap cap)
    {
        if (facts.IsOnceForReferee && facts.Fixed is { } once && (cap.Rewards > 1 || (cap.Amount is { } most && most.Unit == once.Unit && most > once)))
        {
            return "a referred friend gets this reward only once.";
        }

        var tighter = facts.Caps.FirstOrDefault(other => other != cap
            && other is { Per.Kind: TimeFrameKind.Lifetime, IsPerReferral: false, RoomReturns: false }
            && ((cap.Rewards is { } rewards && other.Rewards < rewards)
                || (cap.Amount is { } amount && other.Amount is { } less && less.Unit == amount.Unit && less < amount)));
        return tighter is null ? null : $"'{tighter}' comes first.";
    }

    private static string StepPath(RuleFacts facts, int step) => facts.Path(Text($"reward.tiers.steps[{step}]"));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
