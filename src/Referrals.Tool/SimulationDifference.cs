using NodaTime;
using Referrals.Simulation;

namespace Referrals.Tool;

/// <summary>What a simulation comes to, as a pull request shows it: by unit, rule, segment and week.</summary>
internal sealed class SimulationDifference
{
    private const string NoSegment = "(none)";

    private readonly List<object> _units = [];

    private SimulationDifference(SimulationReport report, bool isDearer)
    {
        Report = report;
        IsDearer = isDearer;
    }

    internal SimulationReport Report { get; }

    /// <summary>Whether a unit costs more than was allowed.</summary>
    internal bool IsDearer { get; }

    internal static SimulationDifference Of(
        SimulationReport report, IReadOnlyDictionary<CustomerId, string> segments, ReferralProgram program, decimal? atMostDearer)
    {
        var isDearer = false;
        var units = new List<object>();
        foreach (var unit in report.Units)
        {
            var rules = report.Rules.Where(rule => rule.Unit == unit).ToArray();
            var (then, now) = (Sum(rules, unit, static rule => rule.Then.Left), Sum(rules, unit, static rule => rule.Now.Left));
            isDearer |= atMostDearer is { } percent && now.MinorUnits > then.MinorUnits * (1 + (percent / 100));
            var people = report.People.Where(person => person.Unit == unit).ToArray();
            units.Add(new
            {
                Unit = unit.ToString(),
                Then = then.Value,
                Now = now.Value,
                Difference = (now - then).Value,
                People = new { Gain = people.Count(static person => person.Difference.MinorUnits > 0), Lose = people.Count(static person => person.Difference.IsNegative) },
                Rules = rules.Select(static rule => new
                {
                    rule.Rule,
                    rule.Side,
                    Then = rule.Then.Left.Value,
                    Now = rule.Now.Left.Value,
                    Difference = rule.Difference.Value,
                    RewardsThen = rule.Then.Rewards,
                    RewardsNow = rule.Now.Rewards,
                }),
                Segments = people.GroupBy(person => segments.GetValueOrDefault(person.Customer, NoSegment)).OrderBy(static group => group.Key, StringComparer.Ordinal)
                    .Select(static group => new
                    {
                        Segment = group.Key,
                        People = group.Count(),
                        Then = group.Sum(static person => person.Then.Left.Value),
                        Now = group.Sum(static person => person.Now.Left.Value),
                        Difference = group.Sum(static person => person.Difference.Value),
                    }),
                Weeks = report.Rewards.Where(change => change.Difference.Unit == unit).GroupBy(change => WeekOf(change.At, program))
                    .OrderBy(static group => group.Key).Select(static group => new
                    {
                        Week = group.Key.ToString("R", null),
                        Rewards = group.Count(),
                        Difference = group.Sum(static change => change.Difference.Value),
                    }),
                Budget = report.Budgets.Where(budget => budget.Unit == unit && budget.Now is not null).Select(static budget => new
                {
                    Amount = budget.Now!.Budget.Value,
                    Used = budget.Now.Used.Value,
                    UsedUpAt = budget.Now.UsedUpAt?.ToString(),
                }).FirstOrDefault(),
            });
        }

        var difference = new SimulationDifference(report, isDearer);
        difference._units.AddRange(units);
        return difference;
    }

    internal object ToDocument() => new
    {
        Program = Report.Program.Value,
        From = Report.From.ToString(),
        Until = Report.Until.ToString(),
        Report.Inputs,
        Report.IsEmpty,
        Report.IsSame,
        IsDearerThanAllowed = IsDearer,
        Deviations = Report.Deviations.Sum(static deviation => deviation.Count),
        Report.UnknownVersions,
        Units = _units,
        Outcomes = Report.Outcomes.Select(static outcome => new { outcome.Then, outcome.Now, outcome.Count }),
        Kpis = Report.KpisThen.Results.Select(then => (Then: then, Now: Report.KpisNow[then.Name])).Where(static pair => pair.Then.Value != pair.Now.Value)
            .Select(static pair => new { pair.Then.Name, Then = pair.Then.Value, Now = pair.Now.Value }),
    };

    private static Amount Sum(IEnumerable<RuleComparison> rules, Unit unit, Func<RuleComparison, Amount> of) =>
        rules.Aggregate(Amount.Zero(unit), (sum, rule) => sum + of(rule));

    /// <summary>The first day of a week of the program.</summary>
    private static LocalDate WeekOf(Instant at, ReferralProgram program)
    {
        var day = at.InZone(program.Zone).Date;
        return day.DayOfWeek == program.WeekStart ? day : day.Previous(program.WeekStart);
    }
}
