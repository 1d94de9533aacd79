using System.Globalization;

namespace Referrals;

/// <summary>What invites people to earn rewards from themselves, or costs more than was meant.</summary>
internal static class AbuseChecks
{
    internal static IEnumerable<AnalysisFinding> Of(ReferralProgram program)
    {
        RuleFacts[] rules =
        [
            .. Enumerable.Range(0, program.Incentives.Count).Select(index => new RuleFacts(program, index)).Where(static facts => !facts.Rule.IsShadow),
        ];
        if (rules.Any(static facts => facts.Rule.Units.Any(static unit => unit.IsMoney))
            && !program.Guards.Guards.Any(guard => ComparesPersons(program.Guards, guard)))
        {
            yield return new(
                AnalysisCodes.NoSamePersonGuard, FindingSeverity.Warning, "$.guards",
                "Rewards are money, and no guard asks whether referrer and friend are the same person with two accounts.",
                "Add guards such as sameEmail, sharedPayment and sharedDevice, or start with the recommended ones.");
        }

        if (program.Budgets.Count == 0 && rules.All(static facts => !facts.Caps.Any()))
        {
            yield return new(
                AnalysisCodes.NoLimit, FindingSeverity.Warning, "$.budgets",
                "There is no budget and no cap, so the program can cost any amount.", "Give it a budget, or cap what one customer can earn.");
        }

        var ofRules = rules.SelectMany(facts => Units(program, facts)).Concat(rules.SelectMany(facts => Life(program, facts)));
        foreach (var finding in ofRules)
        {
            yield return finding;
        }
    }

    internal static bool ComparesPersons(GuardPolicy policy, Guard guard) => guard is SharedSignalGuard or SignalVelocityGuard
        && ((guard.Action != GuardAction.Allow && policy.Score is not { ReplacesActions: true }) || (policy.Score is not null && guard.Points > 0));

    /// <summary>A limit in one unit says nothing about the others.</summary>
    private static IEnumerable<AnalysisFinding> Units(ReferralProgram program, RuleFacts facts)
    {
        var caps = facts.Caps.ToArray();
        var free = facts.Rule.Units.Where(unit => program.Budgets.All(budget => budget.Amount.Unit != unit)
            && caps.All(cap => cap.Amount is { } amount && amount.Unit != unit)).ToArray();
        var isLimited = caps.Length > 0 || program.Budgets.Count > 0;
        var isLimitedByItself = facts.IsOnceForReferee || facts.Rule.Formula is MilestoneFormula { Every: false };
        if (isLimited && free.Length > 0 && !isLimitedByItself)
        {
            yield return new(
                AnalysisCodes.MixedUnits, FindingSeverity.Warning, facts.Path("reward"),
                $"What '{facts.Rule.Name}' gives in {string.Join(" and ", free)} is not limited: the program's caps and budgets are in other units, which do not compare.",
                "Add a cap or a budget in that unit, or a cap by number of rewards.");
        }
    }

    private static IEnumerable<AnalysisFinding> Life(ReferralProgram program, RuleFacts facts)
    {
        var rule = facts.Rule;
        if (rule is { OnRefund: not RefundPolicy.Keep, Hold: null, Review: null } && rule.Units.Any(static unit => unit.IsMoney))
        {
            var isLost = program.Shortfall == ShortfallPolicy.WriteOff;
            yield return new(
                AnalysisCodes.NoHold, isLost ? FindingSeverity.Warning : FindingSeverity.Note, facts.Path("hold"),
                $"'{rule.Name}' can be used at once, so a refund finds it spent"
                + (isLost ? ", and the program bears the loss." : " and leaves a negative balance."),
                "Hold it for as long as goods can be returned.");
        }

        if (rule is { Hold: { } hold, Expiry.LastDay: { } last } && program.StartsAt is { } start
            && hold.EndFrom(start, program.Zone) >= program.Calendar.At(last.PlusDays(1)))
        {
            yield return new(
                AnalysisCodes.ExpiresBeforeUse, FindingSeverity.Warning, facts.Path("expiry"),
                string.Create(CultureInfo.InvariantCulture, $"What '{rule.Name}' gives is held for {hold} and expires with {last:R}: even what is earned on the first day cannot be used."),
                "Shorten the hold, or let the rewards expire later.");
        }
    }
}
