namespace Replay.Importing;

/// <summary>What a database was made from: its one row stands beside the tables of the SDK and keeps other histories out.</summary>
internal sealed class ReplaySource
{
    public required int Id { get; init; }

    /// <summary>The program as JSON.</summary>
    public required string Program { get; init; }

    /// <summary>SHA-256 over the names and contents of the data files.</summary>
    public required string Data { get; init; }

    /// <summary>The folder's name, for messages.</summary>
    public required string Folder { get; init; }
}
