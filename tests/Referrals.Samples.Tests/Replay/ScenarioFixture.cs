namespace Referrals.Samples.Tests.Replay;

/// <summary>The scenario in a database, once for all tests that only read it.</summary>
public sealed class ScenarioFixture : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Database => _folder.Database;

    public async Task InitializeAsync() => _ = await ReplayRun.DoneAsync(ReplayRun.Scenario, "--database", Database, "--json");

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();
}
