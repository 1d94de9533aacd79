namespace Replay.Importing;

/// <summary>What an import did.</summary>
/// <param name="Added">Inputs that were new.</param>
/// <param name="Repeated">Inputs that the database had already.</param>
/// <param name="Vested">Rewards whose hold ended during this import.</param>
internal sealed record ImportResult(int Added, int Repeated, int Vested)
{
    public bool ChangedNothing => Added == 0 && Vested == 0;
}
