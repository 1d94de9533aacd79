using System.Globalization;

namespace Referrals;

/// <summary>Conditions that contradict each other, or the program's schedule.</summary>
internal static class ConditionChecks
{
    internal static IEnumerable<AnalysisFinding> Of(ReferralProgram program)
    {
        if (Alternatives.NeverHolds(program.Qualification))
        {
            yield return Never("$.qualify", "The program's conditions contradict each other, so nothing ever earns a reward.");
            yield break;
        }

        foreach (var finding in Schedule(program, program.Qualification, "$.qualify"))
        {
            yield return finding;
        }

        for (var i = 0; i < program.Incentives.Count; i++)
        {
            foreach (var finding in OfRule(program, new RuleFacts(program, i)))
            {
                yield return finding;
            }
        }
    }

    private static IEnumerable<AnalysisFinding> OfRule(ReferralProgram program, RuleFacts facts)
    {
        var rule = facts.Rule;
        if (Alternatives.NeverHolds(facts.Whole))
        {
            yield return Never(facts.Path("when"), $"The conditions of '{rule.Name}' contradict each other or the program's own, so it never gives anything.");
            yield break;
        }

        if (!facts.Asked.Any(AsksForEvent))
        {
            yield return new(
                AnalysisCodes.NoTrigger, FindingSeverity.Warning, facts.Path("when"),
                $"Nothing says which event '{rule.Name}' is for, so every conversion earns it, whatever its name.",
                "Name the event, such as purchase.");
        }

        foreach (var finding in Schedule(program, rule.When, facts.Path("when")))
        {
            yield return finding;
        }

        for (var i = 0; i < rule.Overrides.Count; i++)
        {
            if (Alternatives.NeverHolds(Condition.All(facts.Whole, rule.Overrides[i].When)))
            {
                yield return Never(facts.Path(Member("overrides", i)), $"This exception of '{rule.Name}' contradicts the rule's conditions, so it is never used.");
            }
        }

        for (var i = 0; i < rule.Multipliers.Count; i++)
        {
            if (Alternatives.NeverHolds(Condition.All(facts.Whole, rule.Multipliers[i].When)))
            {
                yield return Never(facts.Path(Member("multipliers", i)), $"This multiplier of '{rule.Name}' contradicts the rule's conditions, so it is never used.");
            }
        }
    }

    /// <summary>Referrals end with the schedule, but what they earn goes on: so a day outside is not impossible, only hardly meant.</summary>
    private static IEnumerable<AnalysisFinding> Schedule(ReferralProgram program, Condition condition, string path)
    {
        foreach (var part in RuleFacts.Parts(condition))
        {
            if (part is DatesCondition dates
                && (program.Calendar.At(dates.Last.PlusDays(1)) <= program.StartsAt || program.Calendar.At(dates.First) >= program.EndsAt))
            {
                yield return new(
                    AnalysisCodes.OutsideSchedule, FindingSeverity.Warning, path,
                    $"The days {dates.First:R} to {dates.Last:R} lie outside the program's schedule.",
                    "Move the days or the schedule.");
            }

            if (part is WithinCondition { Period: var window } && program is { StartsAt: { } start, EndsAt: { } end }
                && window.EndFrom(start, program.Zone) > end)
            {
                yield return new(
                    AnalysisCodes.WindowBeyondSchedule, FindingSeverity.Note, path,
                    $"Friends have {window}, which is longer than the program takes sign-ups; rewards come due long after its end.",
                    "Make the window shorter, or plan the budget for that time too.");
            }
        }
    }

    private static bool AsksForEvent(Condition condition) => condition switch
    {
        EventCondition or HappenedCondition or CustomCondition => true,
        FieldInCondition { Field: { Source: FieldSource.Event, Name: "name" } } => true,
        AnyCondition any => any.Conditions.All(static part => RuleFacts.Parts(part).Any(AsksForEvent)),
        _ => false,
    };

    private static string Member(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"{list}[{index}]");

    private static AnalysisFinding Never(string path, string message) => new(
        AnalysisCodes.NeverHolds, FindingSeverity.Warning, path, message, "Change or take out one of the conditions.");
}
