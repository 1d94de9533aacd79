// A store of your own: AdoReferralStore.cs implements IReferralStore over plain ADO.NET, and this program runs the conformance kit on it.
//
//     dotnet run --project samples/CustomStore
using System.Diagnostics;
using CustomStore;
using Microsoft.Data.Sqlite;
using Referrals.Testing.Conformance;

var folder = Directory.CreateTempSubdirectory("referrals-custom-store-");
var store = new AdoReferralStore($"Data Source={Path.Combine(folder.FullName, "custom.db")}");
await store.CreateAsync();

var target = new SharedStore(store);
var failures = 0;
var watch = Stopwatch.StartNew();
foreach (var group in StoreConformance.Cases.GroupBy(one => one.Group))
{
    Console.WriteLine(group.Key);
    foreach (var one in group)
    {
        try
        {
            await one.RunAsync(target, CancellationToken.None);
            Console.WriteLine($"  ok    {one.Sentence}");
        }
        catch (Exception exception)
        {
            failures++;
            Console.WriteLine($"  FAIL  {one.Sentence}\n        {exception.Message}");
        }
    }
}

SqliteConnection.ClearAllPools();
folder.Delete(recursive: true);
Console.WriteLine();
Console.WriteLine(failures == 0
    ? $"The store keeps all {StoreConformance.Cases.Count} promises ({watch.Elapsed.TotalSeconds:0.0} s)."
    : $"The store breaks {failures} of {StoreConformance.Cases.Count} promises.");
return failures == 0 ? 0 : 1;
