namespace Replay.Tables;

/// <summary>
/// Everything that is wrong, and what is only worth a remark. All files are read to their end before anybody is told, so that one
/// look shows all there is to mend.
/// </summary>
internal sealed class FaultList
{
    private readonly HashSet<Fault> _faults = [];
    private readonly List<string> _files = [];
    private readonly List<string> _notes = [];

    /// <summary>File by file, in the order of the lines.</summary>
    public IReadOnlyList<Fault> Faults => [.. _faults.OrderBy(fault => _files.IndexOf(fault.File)).ThenBy(static fault => fault.Line)];

    public IReadOnlyList<string> Notes => _notes;

    public void Add(Fault fault)
    {
        if (_faults.Add(fault) && !_files.Contains(fault.File))
        {
            _files.Add(fault.File);
        }
    }

    /// <summary>Adds a fault of a whole file.</summary>
    public void Add(string file, string rule, string nextStep) => Add(new Fault(file, null, null, null, rule, nextStep));

    public void Note(string note) => _notes.Add(note);
}
