namespace Replay.Tables;

/// <summary>A file's rows under the names of its columns, whatever the format of the file was.</summary>
internal sealed class Table
{
    private readonly Dictionary<string, int> _columns;
    private readonly FaultList _faults;
    private readonly List<Row> _rows = [];

    public Table(string file, IEnumerable<string> columns, FaultList faults)
    {
        File = file;
        _faults = faults;
        _columns = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var column in columns)
        {
            if (!_columns.TryAdd(column, _columns.Count))
            {
                faults.Add(new Fault(file, 1, null, column, "stands twice in the header", "Give each column a name of its own."));
            }
        }
    }

    public string File { get; }

    public IReadOnlyList<Row> Rows => _rows;

    /// <summary>Whether all rows of the file are here.</summary>
    public bool IsWhole { get; private set; } = true;

    public bool Has(string column) => _columns.ContainsKey(column);

    public void Add(int line, string[] cells) => _rows.Add(new Row(this, line, cells));

    /// <summary>Names the columns that must be there and are not, and those that nobody reads.</summary>
    public void Expect(IReadOnlyList<string> required, params IReadOnlyList<string> optional)
    {
        foreach (var column in required.Where(column => !Has(column)))
        {
            Fault(1, null, null, $"the column '{column}' is missing", $"The columns here are: {string.Join(", ", _columns.Keys)}.");
        }

        var unknown = _columns.Keys.Except(required).Except(optional).ToList();
        if (unknown.Count > 0)
        {
            _faults.Note($"{File}: not read, since nothing here needs them: {string.Join(", ", unknown)}.");
        }
    }

    /// <summary>Names a row that cannot be split into its cells; it is not among the rows.</summary>
    public void Broken(int line, string text, string rule, string nextStep)
    {
        IsWhole = false;
        Fault(line, null, text, rule, nextStep);
    }

    internal void Fault(int line, string? column, string? value, string rule, string nextStep) =>
        _faults.Add(new Fault(File, line, column, value, rule, nextStep));

    internal int IndexOf(string column) => _columns.GetValueOrDefault(column, -1);
}
