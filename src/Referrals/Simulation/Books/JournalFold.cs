using Referrals.Kpis;
using Referrals.Kpis.Columns;

namespace Referrals.Simulation.Books;

/// <summary>The facts of one side, in columns. Facts before the first conversion wait, since its amount says which money is meant.</summary>
internal sealed class JournalFold
{
    private readonly List<Fact> _waiting = [];
    private FactTable? _table;

    internal void Append(IReadOnlyList<Fact> facts)
    {
        if (_table is null)
        {
            _waiting.AddRange(facts);
        }
        else
        {
            _table.Append(facts);
        }
    }

    /// <summary>Says which unit the money is in; said again, it changes nothing.</summary>
    internal void Measure(Unit unit)
    {
        if (_table is null)
        {
            _table = FactTable.Read(_waiting, unit);
            _waiting.Clear();
        }
    }

    internal KpiTotals Totals(KpiWindow window) => _table!.Totals(window);
}
