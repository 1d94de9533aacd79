using Referrals.Kpis.Columns;

namespace Referrals.Kpis.Live;

/// <summary>
/// Totals that are kept up to date with the commits: facts are added as they come, and only the windows that they touch are
/// folded again. What it answers is always what a fold of the whole journal would.
/// </summary>
/// <remarks>
/// An event that comes twice counts once. A late event counts by when it happened, and its window is folded again. Windows
/// that ended before the earliest new fact are not looked at. Not for use by several threads at once.
/// </remarks>
/// <example><code>
/// var live = new LiveKpis(Unit.Money("USD"), KpiPeriods.Months(new LocalDate(2025, 1, 1), 12, zone), KpiGrouping.BySegment);
/// live.Add(eventId, decision.Facts);      // after each commit
/// foreach (var group in live.Groups) …    // at each refresh of the dashboard
/// </code></example>
public sealed class LiveKpis
{
    private readonly FactTable _table;
    private readonly KpiGrouping _grouping;
    private readonly KpiWindow[] _windows;
    private readonly HashSet<string> _events = new(StringComparer.Ordinal);
    private readonly Dictionary<IReadOnlyList<string>, KpiTotals[]> _groups = new(KeyOrder.Ordinal);
    private IReadOnlyList<KpiGroup> _answer = [];

    /// <summary>Live totals without facts.</summary>
    /// <param name="unit">The unit of all money.</param>
    /// <param name="windows">Windows in order that do not overlap; later ones, still empty, may be among them.</param>
    /// <param name="grouping">What makes the groups.</param>
    /// <exception cref="ArgumentException">The unit is <c>default</c>, or the windows overlap or are out of order.</exception>
    public LiveKpis(Unit unit, IReadOnlyList<KpiWindow> windows, KpiGrouping grouping)
    {
        ArgumentNullException.ThrowIfNull(windows);
        ArgumentNullException.ThrowIfNull(grouping);
        _table = new FactTable(unit);
        _grouping = grouping;
        _windows = [.. windows];
        _ = _table.Groups(_windows, grouping);
    }

    /// <summary>How many windows the last answer had to fold again.</summary>
    public int WindowsFolded { get; private set; }

    /// <summary>The totals of each group in each window, as <see cref="FactTable.Groups"/> gives them.</summary>
    public IReadOnlyList<KpiGroup> Groups
    {
        get
        {
            Refresh();
            return _answer;
        }
    }

    /// <summary>Adds the facts of one event.</summary>
    /// <param name="eventId">The idempotency key of the event.</param>
    /// <param name="facts">All of its facts.</param>
    /// <returns>Whether the event is new. If it is not, nothing is added.</returns>
    public bool Add(string eventId, IEnumerable<Fact> facts)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventId);
        ArgumentNullException.ThrowIfNull(facts);
        if (!_events.Add(eventId))
        {
            return false;
        }

        _table.Append(facts);
        return true;
    }

    private void Refresh()
    {
        var changedFrom = _table.ChangedFrom;
        var first = Array.FindIndex(_windows, w => WindowIndex.Microseconds(w.To) >= changedFrom);
        WindowsFolded = changedFrom == long.MaxValue || first < 0 ? 0 : _windows.Length - first;
        _table.ChangedFrom = long.MaxValue;
        if (WindowsFolded == 0)
        {
            return;
        }

        foreach (var totals in _groups.Values)
        {
            Array.Fill(totals, null!, first, _windows.Length - first);
        }

        foreach (var group in _table.Groups(_windows[first..], _grouping))
        {
            if (!_groups.TryGetValue(group.Key, out var totals))
            {
                totals = new KpiTotals[_windows.Length];
                _groups.Add(group.Key, totals);
            }

            for (var i = first; i < _windows.Length; i++)
            {
                totals[i] = group.Totals[i - first];
            }
        }

        _answer =
        [
            .. _groups
                .Select(g => new KpiGroup(g.Key, [.. g.Value.Select((t, i) => t ?? KpiTotals.Zero(_windows[i], _table.Unit))]))
                .Where(g => g.Totals.Any(t => !t.Equals(KpiTotals.Zero(t.Window, t.Unit))))
                .OrderBy(g => g.Key, KeyOrder.Ordinal),
        ];
    }
}
