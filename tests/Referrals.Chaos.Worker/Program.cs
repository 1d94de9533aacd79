// Reports inputs of the customers who are busy now, in random order and again and again, and writes down each answer once it has it. It runs
// until it is killed.
using System.Data.Common;
using System.Globalization;
using System.Text;
using Referrals.Chaos.Worker;

var (database, connectionString, answers, seed) = (args[0], args[1], args[2], int.Parse(args[3], CultureInfo.InvariantCulture));
var beginning = new DateTime(long.Parse(args[4], CultureInfo.InvariantCulture), DateTimeKind.Utc);
var random = new Random(seed);
await using var file = new FileStream(answers, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
var bank = args.Length > 5 ? args[5] : null;
while (true)
{
    if (bank is not null)
    {
        await PayOutAsync(bank);
        continue;
    }

    var busy = ChaosShop.BusyAt(DateTime.UtcNow - beginning).ToArray();
    var inputs = ChaosShop.InputsOf(busy[random.Next(busy.Length)]);
    var input = inputs[random.Next(inputs.Count)];
    try
    {
        await using var context = ChaosShop.Context(database, connectionString);
        var decision = await ChaosShop.Engine(context).SubmitAsync(input);
        await file.WriteAsync(Encoding.UTF8.GetBytes($"{decision.Key}\t{decision.Code}\n"));
        await file.FlushAsync();
    }
    catch (Exception exception) when (exception is DbException or InvalidOperationException or IOException)
    {
        // The database is down or answers nothing: the outcome is unknown, and the input comes round again.
        await Task.Delay(50);
    }
}

// The other work: some orders, then a round of payouts.
async Task PayOutAsync(string folder)
{
    try
    {
        await using var context = ChaosShop.Context(database, connectionString);
        var shop = new PayoutShop(context, folder);
        for (var i = 0; i < 3; i++)
        {
            await shop.EarnAsync(DateTime.UtcNow - beginning, random);
        }

        var ended = await shop.PayAsync();
        await file.WriteAsync(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{ended}\n")));
        await file.FlushAsync();
    }
    catch (Exception exception) when (exception is DbException or IOException or Referrals.ReferralsException)
    {
        await Task.Delay(50);
    }
}
