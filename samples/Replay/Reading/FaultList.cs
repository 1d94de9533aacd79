namespace Replay.Reading;

/// <summary>
/// Everything that is wrong, and what is only worth a remark. All files are read to their end before anybody is told, so that one
/// look shows all there is to mend.
/// </summary>
internal sealed class FaultList
{
    private readonly List<Fault> _faults = [];
    private readonly List<string> _notes = [];

    public IReadOnlyList<Fault> Faults => _faults;

    public IReadOnlyList<string> Notes => _notes;

    public bool IsEmpty => _faults.Count == 0;

    public void Add(string file, int? line, string? value, string rule, string nextStep) =>
        _faults.Add(new Fault(file, line, value, rule, nextStep));

    public void Note(string note) => _notes.Add(note);
}
