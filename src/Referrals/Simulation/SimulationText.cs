using System.Globalization;
using System.Text;
using Referrals.Kpis;

namespace Referrals.Simulation;

/// <summary>A simulation's report as text for people.</summary>
internal static class SimulationText
{
    /// <summary>How many lines of a list are written; the report's properties have all of them.</summary>
    private const int Lines = 10;

    private const int Examples = 3;

    internal static string Write(SimulationReport report)
    {
        var text = new StringBuilder();
        Head(text, report);
        foreach (var unit in report.Rules.Select(static rule => rule.Unit).Distinct())
        {
            Section(text, $"Rewards in {unit}", RulesIn(report, unit));
        }

        foreach (var unit in report.People.Select(static person => person.Unit).Distinct())
        {
            Section(text, $"Who gains and who loses, in {unit}", PeopleIn(report, unit));
        }

        foreach (var unit in report.Rules.Select(static rule => rule.Unit).Distinct())
        {
            Section(text, $"Why rewards are granted on one side only, in {unit}", ReasonsIn(report, unit));
        }

        Section(text, "Budgets", Budgets(report));
        Section(text, "Referrals", Referrals(report));
        Section(text, "Decisions that come out otherwise", Outcomes(report.Outcomes, "now"));
        foreach (var unit in report.Accounts.Select(static account => account.Unit).Distinct())
        {
            Section(text, $"Where the amounts are at the end, in {unit}", AccountsIn(report, unit));
        }

        Section(text, $"KPIs that differ, money in {report.KpisThen.Unit}", Kpis(report));
        Section(text, "What this cannot tell", """
            People do here what they did then. Nobody clicks, buys or refers more because a reward is higher, or less because it is lower.
            Payouts, redemptions and reviews are those of then: what nobody asked for then, nobody asks for now.

            """);
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static void Head(StringBuilder text, SimulationReport report)
    {
        _ = text.Append(CultureInfo.InvariantCulture, $"The program '{report.Program}' as it is (then), and changed (now)\n");
        _ = text.Append(CultureInfo.InvariantCulture, $"{Counted(report.Inputs, "input")} from {Time(report.From)} until {Time(report.Until)}\n");
        if (report.IsEmpty)
        {
            _ = text.Append("Nothing was compared: the history has no inputs in this time, so nothing is known of the changed program.\n");
        }

        _ = text.Append(report.HoldsFrom is { } from
            ? $"The changed program holds from {Time(from)} on; referrals from before keep their terms.\n"
            : "The changed program holds from the first input on, in the place of all versions.\n");
        if (report.UnknownVersions.Count > 0)
        {
            var versions = string.Join(", ", report.UnknownVersions.Select(static version => version.ToString(CultureInfo.InvariantCulture)));
            _ = text.Append(CultureInfo.InvariantCulture, $"Not registered, though it has decided: version {versions}. The nearest one that is registered stood in for it.\n");
        }

        if (report.Deviations.Count == 0)
        {
            _ = text.Append("The stored program, decided again, leads to exactly what is stored.\n");
        }
        else
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"""
                Take care: of the stored program's decisions {report.Deviations.Sum(static change => change.Count):N0} come out otherwise than they are stored, so that "then" is not
                exactly what happened. A version is missing, a rule of the host was changed, or the engine was told late how late it is.

                """).Append(Outcomes(report.Deviations, "decided again"));
        }

        if (report.IsSame)
        {
            _ = text.Append("Nothing comes out otherwise under the changed program.\n");
        }
    }

    private static string RulesIn(SimulationReport report, Unit unit)
    {
        var table = new TextTable(
            "rule", "rewards then", "now", "granted then", "now", "taken back then", "now", "left then", "now", "difference", "for the");
        var rules = report.Rules.Where(rule => rule.Unit == unit).ToArray();
        foreach (var rule in rules)
        {
            Row(rule.Rule, rule.Then, rule.Now, rule.Side == Side.Referrer ? "referrer" : "referee");
        }

        if (rules.Length > 1)
        {
            Row("all", rules.Select(static rule => rule.Then).Aggregate(RewardSum.Sum), rules.Select(static rule => rule.Now).Aggregate(RewardSum.Sum), string.Empty);
        }

        return table.ToString();

        void Row(string name, RewardSum then, RewardSum now, string side) => table.Add(
            name,
            Number(then.Rewards), Number(now.Rewards),
            Plain(then.Granted), Plain(now.Granted),
            Plain(then.TakenBack), Plain(now.TakenBack),
            Plain(then.Left), Plain(now.Left),
            Signed(now.Left - then.Left),
            side);
    }

    private static string PeopleIn(SimulationReport report, Unit unit)
    {
        var people = report.People.Where(person => person.Unit == unit).ToArray();
        var table = new TextTable("customer", "then", "now", "difference", "rewards");
        foreach (var person in people.Take(Lines))
        {
            table.Add(
                person.Customer.Value,
                Plain(person.Then.Left),
                Plain(person.Now.Left),
                Signed(person.Difference),
                person.Then.Rewards == person.Now.Rewards ? Number(person.Now.Rewards) : $"{Number(person.Then.Rewards)}, now {Number(person.Now.Rewards)}");
        }

        return $"{Count(false)}; {Count(true)}.\n\n{table}{More(people.Length)}";

        string Count(bool loses)
        {
            var some = people.Where(person => person.Difference.IsNegative == loses).ToArray();
            var sum = some.Aggregate(Amount.Zero(unit), static (all, person) => all + person.Difference);
            return some.Length == 0 ? loses ? "nobody loses" : "Nobody gains"
                : $"{Counted(some.Length, "person", "people")} {(loses ? "lose" : "gain")}{(some.Length == 1 ? "s" : string.Empty)} {Plain(loses ? -sum : sum)}";
        }
    }

    private static string ReasonsIn(SimulationReport report, Unit unit)
    {
        var table = new TextTable("reason", "not granted now", "amount", "not granted then", "amount", string.Empty);
        var reasons = report.Rewards
            .Where(reward => reward.Reason is not null && reward.Difference.Unit == unit)
            .GroupBy(static reward => reward.Reason!)
            .OrderByDescending(static reason => reason.Count())
            .ThenBy(static reason => reason.Key, StringComparer.Ordinal)
            .ToArray();
        foreach (var reason in reasons)
        {
            var (lost, won) = (Sum(reason, static reward => reward.Then), Sum(reason, static reward => reward.Now));
            table.Add(reason.Key, Number(lost.Rewards), Plain(lost.Left), Number(won.Rewards), Plain(won.Left), string.Empty);
        }

        return reasons.Length == 0 ? string.Empty : table.ToString();

        RewardSum Sum(IEnumerable<RewardChange> rewards, Func<RewardChange, RewardSum?> side) =>
            rewards.Select(side).OfType<RewardSum>().Aggregate(RewardSum.Zero(unit), RewardSum.Sum);
    }

    private static string Budgets(SimulationReport report)
    {
        var text = new StringBuilder();
        foreach (var budget in report.Budgets)
        {
            _ = text.Append("then: ").Append(Use(budget.Then)).Append("\nnow:  ").Append(Use(budget.Now)).Append('\n');
            if (budget.Lost.Count > 0)
            {
                _ = text.Append(CultureInfo.InvariantCulture, $"{Counted(budget.Lost.Count, "reward")} of then {(budget.Lost.Count == 1 ? "does" : "do")} not fit any more:\n");
                foreach (var reward in budget.Lost.Take(Lines))
                {
                    _ = text.Append(CultureInfo.InvariantCulture, $"  {Time(reward.At)}  {reward.Customer} loses {reward.Then!.Left} ({reward.Id})\n");
                }

                _ = text.Append(More(budget.Lost.Count));
            }
        }

        return text.ToString();

        static string Use(BudgetUse? use) => use is null ? "no budget"
            : $"{use.Used} of {use.Budget} used{(use.UsedUpAt is { } at ? $", used up on {Time(at)}" : string.Empty)}";
    }

    private static string Referrals(SimulationReport report)
    {
        if (report.Referrals.Count == 0)
        {
            return string.Empty;
        }

        var appear = report.Referrals.Count(static referral => referral.Then is null);
        var vanish = report.Referrals.Count(static referral => referral.Now is null);
        var text = new StringBuilder(string.Create(
            CultureInfo.InvariantCulture, $"{appear:N0} appear, {vanish:N0} vanish, {report.Referrals.Count - appear - vanish:N0} are somebody else's:\n"));
        foreach (var referral in report.Referrals.Take(Lines))
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"  {Time(referral.At)}  {referral}\n");
        }

        return text.Append(More(report.Referrals.Count)).ToString();
    }

    private static string Outcomes(IReadOnlyList<OutcomeChange> changes, string now)
    {
        if (changes.Count == 0)
        {
            return string.Empty;
        }

        var table = new TextTable("then", "count", now);
        foreach (var change in changes)
        {
            table.Add(change.Then, Number(change.Count), change.Now == change.Then ? "the same, with other facts" : change.Now);
        }

        var text = new StringBuilder(table.ToString());
        foreach (var change in changes.Take(Examples))
        {
            var example = change.Examples[0];
            _ = text.Append(CultureInfo.InvariantCulture, $"\nFor example {example.Key} of {Time(example.At)}, {now}:\n");
            foreach (var line in example.Now.ToText().ReplaceLineEndings("\n").TrimEnd().Split('\n'))
            {
                _ = text.Append("  ").Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string AccountsIn(SimulationReport report, Unit unit)
    {
        var table = new TextTable("account", "then", "now", "difference", string.Empty);
        foreach (var account in report.Accounts.Where(account => account.Unit == unit))
        {
            table.Add(account.Account.ToString(), Plain(account.Then), Plain(account.Now), Signed(account.Difference), string.Empty);
        }

        return table.ToString();
    }

    private static string Kpis(SimulationReport report)
    {
        var table = new TextTable("KPI", "then", "now", "difference");
        var differ = false;
        foreach (var (then, now) in report.KpisThen.Results.Zip(report.KpisNow.Results))
        {
            if (then.Value != now.Value)
            {
                differ = true;
                var sign = now.Value > then.Value ? "+" : string.Empty;
                table.Add(then.Name, then.ValueText, now.ValueText, now.Value - then.Value is { } difference ? sign + now.Text(difference) : string.Empty);
            }
        }

        return differ ? table.ToString() : string.Empty;
    }

    private static void Section(StringBuilder text, string title, string content)
    {
        if (content.Length > 0)
        {
            _ = text.Append('\n').Append(title).Append('\n').Append('=', title.Length).Append('\n').Append(content);
        }
    }

    private static string More(int count) => count > Lines ? $"... and {Number(count - Lines)} more\n" : string.Empty;

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Counted(long number, string one, string? many = null) => $"{Number(number)} {(number == 1 ? one : many ?? one + "s")}";

    private static string Plain(Amount amount) =>
        amount.Value.ToString("N" + amount.Unit.Digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string Signed(Amount amount) => amount is { IsNegative: false, IsZero: false } ? "+" + Plain(amount) : Plain(amount);

    private static string Time(NodaTime.Instant instant) => NodaTime.Text.InstantPattern.ExtendedIso.Format(instant);
}
