using Referrals.Kpis;

namespace Referrals.Operations;

/// <summary>
/// Totals of a program for a dashboard: kept in memory, and brought up to date with the stored journal at each reading by folding
/// only the windows that can have changed. What it answers is always what a fold of the whole journal would.
/// </summary>
/// <remarks>
/// <para>The journal itself is what it follows, so an event that was reported twice counts once, a late one by when it happened, and
/// any number of instances agree without knowing of each other. With nothing new, a reading is one look at the end of the journal.</para>
/// <para>Make one for the life of the application; many threads may read at once and wait for one another. Sources are made anew for
/// every scope, so one is handed over at each reading.</para>
/// </remarks>
/// <example><code>
/// var live = new LiveTotals(partition, Unit.Money("USD"), KpiPeriods.Months(new LocalDate(2025, 1, 1), 24, zone), KpiGrouping.BySegment);
/// var groups = await live.GroupsAsync(source, cancellationToken);     // at each refresh of the dashboard
/// </code></example>
public sealed class LiveTotals : IDisposable
{
    private readonly Partition _partition;
    private readonly Unit _unit;
    private readonly KpiGrouping _grouping;
    private readonly KpiWindow[] _windows;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<IReadOnlyList<string>, KpiTotals[]> _groups = new(KeyOrder.Ordinal);
    private IReadOnlyList<KpiGroup> _answer = [];
    private JournalMark? _mark;

    /// <summary>Live totals of which nothing has been read yet.</summary>
    /// <param name="partition">The program.</param>
    /// <param name="unit">The unit of all money.</param>
    /// <param name="windows">Windows in order that do not overlap; later ones, still empty, may be among them.</param>
    /// <param name="grouping">What makes the groups.</param>
    /// <exception cref="ArgumentException">The partition or the unit is <c>default</c>, or the windows overlap or are out of order.</exception>
    public LiveTotals(Partition partition, Unit unit, IReadOnlyList<KpiWindow> windows, KpiGrouping grouping)
    {
        KpiRequest.Check(partition, unit, windows, grouping);
        _partition = partition;
        _unit = unit;
        _grouping = grouping;
        _windows = [.. windows];
    }

    /// <summary>How many windows the last reading had to fold.</summary>
    public int WindowsFolded { get; private set; }

    /// <summary>The totals of each group in each window, up to date.</summary>
    /// <param name="source">Where the journal is; not inside a transaction of the application.</param>
    /// <param name="cancellationToken">Ends the reading early; the next one then does its work.</param>
    public async Task<IReadOnlyList<KpiGroup>> GroupsAsync(IKpiSource source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var changes = await source.ChangesAsync(_partition, _mark, cancellationToken).ConfigureAwait(false);
            var first = changes.From is { } from ? Array.FindIndex(_windows, window => window.To > from) : -1;
            WindowsFolded = first < 0 ? 0 : _windows.Length - first;
            if (WindowsFolded > 0)
            {
                Replace(first, await source.GroupsAsync(_partition, _unit, _windows[first..], _grouping, cancellationToken).ConfigureAwait(false));
            }

            _mark = changes.Mark;
            return _answer;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Folds everything anew at the next reading: after the journal was changed by other means than new facts, such as an erasure.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        _mark = null;
        _gate.Release();
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private void Replace(int first, IReadOnlyList<KpiGroup> folded)
    {
        foreach (var totals in _groups.Values)
        {
            Array.Fill(totals, null!, first, _windows.Length - first);
        }

        foreach (var group in folded)
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
                .Select(g => new KpiGroup(g.Key, [.. g.Value.Select((t, i) => t ?? KpiTotals.Zero(_windows[i], _unit))]))
                .Where(g => g.Totals.Any(t => !t.Equals(KpiTotals.Zero(t.Window, t.Unit))))
                .OrderBy(g => g.Key, KeyOrder.Ordinal),
        ];
    }
}
