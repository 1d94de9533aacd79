using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Referrals.EntityFrameworkCore;

namespace Referrals.Benchmarks;

/// <summary>
/// Whole journeys through the engine by 1 to 32 workers at once, as instances of an application would: each with its own context, all on one program
/// and one budget.
/// </summary>
internal static class StorageWorkers
{
    private const int Rounds = 3;
    private static readonly int[] Workers = [1, 2, 4, 8, 16, 32];

    internal static async Task RunAsync(int journeys, string connectionString, EntityFrameworkStoreOptions settings)
    {
        var pooled = new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 40 }.ConnectionString;
        var options = new DbContextOptionsBuilder<ReferralsDbContext>().UseNpgsql(pooled).Options;
        var run = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds().ToString("x", CultureInfo.InvariantCulture);
        var measures = Workers.Select(static _ => new StorageMeasure()).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < Workers.Length; i++)
            {
                var program = string.Create(CultureInfo.InvariantCulture, $"workers-{run}-{round}-{i}");
                await using var context = new ReferralsDbContext(options);
                var store = new EntityFrameworkReferralStore<ReferralsDbContext>(context, settings);
                var inputs = await StorageJourney.PrepareAsync(StorageJourney.Engine(store, program), journeys);
                await measures[i].RunAsync(inputs.Count, () => ShareAsync(options, settings, program, inputs, Workers[i]));
            }
        }

        for (var i = 0; i < Workers.Length; i++)
        {
            measures[i].Print($"PostgreSQL, the engine, {Workers[i]} workers", measures[0]);
        }
    }

    /// <summary>Whole journeys are dealt out, so that no worker waits for what another one has not yet reported.</summary>
    private static Task ShareAsync(
        DbContextOptions<ReferralsDbContext> options,
        EntityFrameworkStoreOptions settings,
        string program,
        IReadOnlyList<ReferralInput> inputs,
        int workers) => Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(async () =>
        {
            await using var context = new ReferralsDbContext(options);
            var engine = StorageJourney.Engine(new EntityFrameworkReferralStore<ReferralsDbContext>(context, settings), program);
            for (var journey = worker; journey < inputs.Count / StorageJourney.InputsEach; journey += workers)
            {
                for (var i = 0; i < StorageJourney.InputsEach; i++)
                {
                    await StorageJourney.SubmitAsync(engine, inputs[(journey * StorageJourney.InputsEach) + i]);
                }
            }
        })));
}
