using System.Diagnostics;
using System.Globalization;
using Referrals.Chaos.Worker;

namespace Referrals.EntityFrameworkCore.Tests.Chaos;

/// <summary>Worker processes that are killed without warning, and what must be true afterwards.</summary>
internal sealed class ChaosRun(string database, string connectionString, bool paysOut = false) : IDisposable
{
    private const int WorkerCount = 3;

    private readonly string _folder = Directory.CreateTempSubdirectory("referrals-chaos-").FullName;
    private readonly Random _random = new(1);
    private readonly DateTime _beginning = DateTime.UtcNow;
    private readonly List<(Process Process, string Answers)> _workers = [];
    private int _started;
    private TimeSpan _elapsed;

    /// <summary>Kills so many workers, each after it has got an answer; calls back after each.</summary>
    internal async Task KillAsync(int kills, Action<int>? afterKill = null)
    {
        for (var i = 0; i < WorkerCount; i++)
        {
            Start();
        }

        for (var kill = 0; kill < kills; kill++)
        {
            var worker = _workers[_random.Next(_workers.Count)];
            for (var wait = 0; new FileInfo(worker.Answers) is not { Exists: true, Length: > 0 } && wait < 500; wait++)
            {
                await Task.Delay(20);
            }

            await Task.Delay(_random.Next(150));
            Kill(worker);
            afterKill?.Invoke(kill);
            Start();
        }

        _elapsed = DateTime.UtcNow - _beginning;
        foreach (var worker in _workers.ToList())
        {
            Kill(worker);
        }
    }

    /// <summary>Nothing that was answered is lost, nothing has happened twice, and those who are busy at the end can go on.</summary>
    /// <returns>How many inputs were answered, each counted once.</returns>
    internal async Task<int> CheckAsync()
    {
        await using var context = ChaosShop.Context(database, connectionString);
        var engine = ChaosShop.Engine(context);
        var stored = await engine.Operations.ReadDecisionsAsync().ToDictionaryAsync(decided => decided.Decision.Key, decided => decided.Decision.Code);
        var answers = Directory.GetFiles(_folder).SelectMany(WholeLines).Distinct().Select(line => line.Split('\t')).ToList();
        foreach (var answer in answers)
        {
            Assert.True(stored.TryGetValue(answer[0], out var code), $"{answer[0]} was answered and is lost.");
            Assert.Equal(code, answer[1]);
        }

        Assert.Empty(await engine.Operations.VerifyAsync());
        foreach (var input in ChaosShop.BusyAt(_elapsed).SelectMany(ChaosShop.InputsOf))
        {
            await engine.SubmitAsync(input);
        }

        Assert.Empty(await engine.Operations.VerifyAsync());
        var grants = await engine.Operations.ReadJournalAsync().Where(fact => fact.Kind == FactKind.RewardGranted).ToListAsync();
        Assert.Equal(grants.Count, grants.Select(fact => fact.Subject).Distinct().Count());
        Assert.InRange(grants.Sum(fact => fact.Amount!.Value.Value), 1, ChaosShop.Budget);
        return answers.Count;
    }

    /// <summary>
    /// The loop is run until it has nothing to do. Then each referrer has got once, to the cent, what the orders have earned, and the bank
    /// knows of no other transfer.
    /// </summary>
    /// <returns>How many transfers have arrived.</returns>
    internal async Task<int> CheckPayoutsAsync()
    {
        await using var context = ChaosShop.Context(database, connectionString);
        var shop = new PayoutShop(context, Bank.FullName);
        foreach (var returned in shop.Bank.Transfers.Where(transfer => transfer.Outcome == "returned"))
        {
            await shop.Engine.Payouts.ReturnAsync(PayoutId.From(returned.Key), "the account is closed");
        }

        for (var round = 0; round < 6; round++)
        {
            await shop.PayAsync();
        }

        Assert.Empty(await shop.Engine.Payouts.ListOpenAsync().ToListAsync());
        var grants = await shop.Engine.Operations.ReadJournalAsync().Where(fact => fact.Kind == FactKind.RewardGranted).ToListAsync();
        var transfers = shop.Bank.Transfers.ToList();
        foreach (var person in PayoutShop.People)
        {
            var earned = grants.Where(grant => grant.Customer == person).Sum(grant => grant.Amount!.Value.Value);
            var got = transfers.Where(transfer => transfer.Customer == person && transfer.Outcome == "arrived").Sum(transfer => transfer.Amount.Value + 0.5m);
            Assert.Equal((person, earned), (person, got));
        }

        foreach (var transfer in transfers)
        {
            var payout = await shop.Engine.Payouts.FindAsync(PayoutId.From(transfer.Key));
            Assert.Equal(
                (transfer.Key, transfer.Outcome switch { "arrived" => PayoutStatus.Paid, "refused" => PayoutStatus.Failed, _ => PayoutStatus.Returned }),
                (transfer.Key, payout!.Status));
        }

        Assert.Empty(await shop.Engine.Operations.VerifyAsync());
        return transfers.Count(transfer => transfer.Outcome == "arrived");
    }

    private DirectoryInfo Bank => Directory.CreateDirectory(Path.Combine(_folder, "bank"));

    public void Dispose()
    {
        foreach (var worker in _workers.ToList())
        {
            Kill(worker);
        }

        Directory.Delete(_folder, recursive: true);
    }

    private void Start()
    {
        var number = (++_started).ToString(CultureInfo.InvariantCulture);
        var answers = Path.Combine(_folder, number);
        var program = typeof(ChaosShop).Assembly.Location;
        var beginning = _beginning.Ticks.ToString(CultureInfo.InvariantCulture);
        string[] work = paysOut ? [Bank.FullName] : [];
        _workers.Add((Process.Start("dotnet", [program, database, connectionString, answers, number, beginning, .. work]), answers));
    }

    private void Kill((Process Process, string Answers) worker)
    {
        worker.Process.Kill();
        worker.Process.WaitForExit();
        worker.Process.Dispose();
        _workers.Remove(worker);
    }

    /// <summary>A line without its end was being written when the worker died.</summary>
    private static IEnumerable<string> WholeLines(string file)
    {
        var text = File.ReadAllText(file);
        return text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
