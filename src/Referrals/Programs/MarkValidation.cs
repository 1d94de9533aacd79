using System.Globalization;

namespace Referrals;

/// <summary>Whether every mark is looked for when its count moves: by the conversions that the rule is asked about, or by the sign-ups.</summary>
internal static class MarkValidation
{
    internal static IEnumerable<ProgramFinding> Findings(ReferralProgram program)
    {
        for (var i = 0; i < program.Incentives.Count; i++)
        {
            var rule = program.Incentives[i];
            var path = string.Create(CultureInfo.InvariantCulture, $"$.incentives[{i}]");
            var own = rule.Formulas.OfType<MilestoneFormula>().ToArray();
            if (rule.AllFormulas.OfType<MilestoneFormula>().Count() > own.Length)
            {
                yield return new(
                    ProgramCodes.MarkNested,
                    $"{path}.reward",
                    "A milestone stands by itself and not inside another reward, where it would not be remembered as paid; give it a rule of its own.");
            }

            foreach (var milestone in own)
            {
                if (milestone.Measure.Subject == MeasureSubject.Referrals)
                {
                    foreach (var finding in OfReferrals(rule, milestone, path))
                    {
                        yield return finding;
                    }
                }
                else if (Unreachable(program, rule, milestone.Measure) is { } events)
                {
                    yield return new(
                        ProgramCodes.MarkUnreachable,
                        $"{path}.reward.milestones",
                        $"The milestone counts '{milestone.Measure}', but the rule is only asked about {events}; count the conversions "
                        + "that the rule is asked about, or let the rule ask for those that count.");
                }
            }
        }
    }

    /// <summary>Such a mark is paid by the sign-up that reaches it, which is no conversion.</summary>
    private static IEnumerable<ProgramFinding> OfReferrals(Incentive rule, MilestoneFormula milestone, string path)
    {
        if (!rule.When.FitsSignUp || rule.OverrideList.Any(static other => !other.When.FitsSignUp)
            || rule.MultiplierList.Any(static multiplier => !multiplier.When.FitsSignUp))
        {
            yield return new(
                ProgramCodes.MarkOfReferrals,
                $"{path}.when",
                "A milestone by referrals is paid by the sign-up that reaches it, but the rule's conditions ask about a conversion; "
                + "ask about persons and times only, or count ReferredConversions.");
        }

        if (!milestone.IsFlatMark || !rule.Formulas.All(static formula => formula is MilestoneFormula { Measure.Subject: MeasureSubject.Referrals }))
        {
            yield return new(
                ProgramCodes.MarkOfReferrals,
                $"{path}.reward",
                "A milestone by referrals is paid by the sign-up that reaches it, which has no amount; make its rewards, and those of "
                + "the rule's overrides, flat amounts at milestones by referrals.");
        }
    }

    /// <returns>The only conversions that the rule is asked about, where others move the count.</returns>
    private static string? Unreachable(ReferralProgram program, Incentive rule, Measure measure)
    {
        if (measure.Subject is MeasureSubject.RuleConversions or MeasureSubject.RuleConversionsOfReferee
            || Condition.All(program.Qualification, rule.When).Events is not { } events
            || (measure.Event is { } name && events.Contains(name)))
        {
            return null;
        }

        return events.Count == 0 ? "no conversion at all" : string.Join(", ", events.Order(StringComparer.Ordinal).Select(static each => $"'{each}'"));
    }
}
