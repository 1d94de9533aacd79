using Referrals.Imports;

namespace Referrals.Exports.Tests.Exporting;

/// <summary>A folder for the files of one test, which goes with it.</summary>
internal sealed class ExportFolder : IDisposable
{
    private static readonly string[] InOrder = ["people", "referrals", "conversions", "rewards", "balances"];

    internal string Path { get; } = Directory.CreateTempSubdirectory("referrals-exports-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);

    internal string Read(string name) => File.ReadAllText(System.IO.Path.Combine(Path, name));

    /// <summary>Imports all files, as docs/exports.md says.</summary>
    internal async Task<Dictionary<string, ImportReport>> ImportAsync(ReferralEngine engine, NodaTime.Instant pendingUntil)
    {
        var reports = new Dictionary<string, ImportReport>();
        foreach (var name in InOrder)
        {
            var options = new ImportOptions { Customers = ImportOptions.ByOwnIdsAsync, PendingUntil = pendingUntil };
            await using var file = File.OpenRead(System.IO.Path.Combine(Path, name + ".csv"));
            reports[name] = await new ReferralImport(engine, ImportSource.Generic, options).RunAsync(file);
        }

        return reports;
    }
}
