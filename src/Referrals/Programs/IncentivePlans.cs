using NodaTime;

namespace Referrals.Programs;

/// <summary>The plans of all versions of a program.</summary>
internal sealed class IncentivePlans
{
    private readonly Dictionary<int, IncentivePlan> _plans;
    private readonly Dictionary<string, Duration> _kept = new(StringComparer.Ordinal);
    private readonly HashSet<string> _returning = new(StringComparer.Ordinal);
    private readonly HashSet<string> _marked = new(StringComparer.Ordinal);
    private readonly HashSet<string> _graced = new(StringComparer.Ordinal);
    private readonly IncentivePlan _latest;

    internal IncentivePlans(ProgramVersions versions, RuleBook rules)
    {
        _plans = versions.All.ToDictionary(static program => program.Version, program => IncentivePlan.For(program, rules));
        _latest = _plans[versions.Latest.Version];
        foreach (var plan in _plans.Values)
        {
            _marked.UnionWith(plan.Marked);
            _graced.UnionWith(plan.Tallies.Where(static tally => tally.Grace is not null).Select(static tally => tally.Name));
            _returning.UnionWith(plan.Rules.SelectMany(static rule => rule.Caps)
                .Where(static cap => cap.Cap.RoomReturns).Select(cap => plan.Tallies[cap.Slot].Name));
        }

        foreach (var tally in _plans.Values.SelectMany(static plan => plan.Tallies))
        {
            if (tally.Over.Length is { } length)
            {
                // Calendar grace is longer in days than in months of any length.
                var grace = tally.Grace is { } more ? more.Kind == PeriodKind.Months ? Duration.FromDays(31 * more.Length)
                    : more.Kind == PeriodKind.CalendarDays ? Duration.FromDays(more.Length + 1) : more.Elapsed : Duration.Zero;

                // A limit holds in every window, also in those around a conversion that is reported late.
                // So does a mark, whose payments go back with what they rest on.
                var late = tally.IsOfMarks ? Duration.Max(length.Elapsed, Duration.FromDays(366)) : tally.IsLimit ? Duration.Max(length.Elapsed, Duration.FromDays(31)) : Duration.Zero;
                _kept[tally.Name] = Duration.Max(_kept.GetValueOrDefault(tally.Name), length.Elapsed + grace + late);
            }
        }
    }

    internal IEnumerable<IncentivePlan> All => _plans.Values;

    /// <summary>The plan of a version that is still known, else of the latest.</summary>
    internal IncentivePlan For(int version) => _plans.GetValueOrDefault(version, _latest);

    /// <summary>How long the entries of a number are needed by any version.</summary>
    internal Duration KeptFor(string name) => _kept.GetValueOrDefault(name);

    /// <summary>Whether marks of any version rest on a number.</summary>
    internal bool IsMarked(string name) => _marked.Contains(name);

    /// <summary>Whether steps of any version rest on a number that are kept for a while after it has fallen.</summary>
    internal bool IsGraced(string name) => _graced.Contains(name);

    /// <summary>Whether a number is the use of a cap that, in any version, gets its room back when a reward is taken back.</summary>
    internal bool IsReturning(string name) => _returning.Contains(name);
}
