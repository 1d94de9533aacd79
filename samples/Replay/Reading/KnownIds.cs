using Replay.Tables;

namespace Replay.Reading;

/// <summary>
/// The ids that a file knows. Where the file is missing or broken nothing is known, and nothing is held against the others.
/// </summary>
internal sealed class KnownIds
{
    private readonly IReadOnlyCollection<string> _ids;

    public KnownIds(Table table, IReadOnlyCollection<string> ids)
    {
        File = table.File;
        _ids = table.IsWhole ? ids : [];
    }

    private KnownIds()
    {
        File = string.Empty;
        _ids = [];
    }

    public static KnownIds None { get; } = new();

    public string File { get; }

    public bool Lacks(string id) => _ids.Count > 0 && !_ids.Contains(id);
}
