// A program moves here from Dub: a dry run, the import, what is set aside and mended, and the way out again as CSV and as a file for PayPal.
using NodaTime;
using Referrals;
using Referrals.Exports;
using Referrals.Exports.Payouts;
using Referrals.Imports;
using Referrals.Storage;

var program = ReferralProgram.Create("partners", p => p
    .PayOut(PayoutRule.From(Amount.Of(50, "USD")))
    .Qualify(q => q.On("purchase"))
    .RewardReferrer(r => r.PercentOf(20, "USD")));
var referrals = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program));

Console.WriteLine("A dry run changes nothing and tells what is wrong");
Console.WriteLine(await new ReferralImport(referrals, ImportSource.Dub, Options()).CheckAsync(Open("commissions.csv")));

Console.WriteLine("\nPartners, then commissions. Of whom the shop knows nothing is set aside, and so is what cannot be read");
using var aside = new StringWriter();
Console.WriteLine(await new ReferralImport(referrals, ImportSource.Dub, Options()).RunAsync(Open("partners.csv")));
Console.WriteLine(await new ReferralImport(referrals, ImportSource.Dub, Options(aside)).RunAsync(Open("commissions.csv")));

Console.WriteLine("\nThe row is mended in the file of what was set aside, and that is imported. It knows nothing of what Ben has besides, and says that he differs");
var mended = aside.ToString().Replace("sixteen", "16.00", StringComparison.Ordinal);
Console.WriteLine(await new ReferralImport(referrals, ImportSource.Dub, Options()).RunAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(mended))));

Console.WriteLine("\nThe whole file once more: what is there already changes nothing");
Console.WriteLine(await new ReferralImport(referrals, ImportSource.Dub, Options()).RunAsync(Open("commissions.csv")));

Console.WriteLine("\nThe way out: the same as CSV of this SDK, from which everybody holds the same in another store");
var folder = Directory.CreateTempSubdirectory("moving-").FullName;
Console.WriteLine(await new ReferralExport(referrals).WriteFolderAsync(folder));
Console.WriteLine(await File.ReadAllTextAsync(Path.Combine(folder, "balances.csv")));
var elsewhere = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program));
foreach (var name in (string[])["people", "referrals", "conversions", "rewards", "balances"])
{
    await using var file = File.OpenRead(Path.Combine(folder, name + ".csv"));
    var own = new ImportOptions { Customers = ImportOptions.ByOwnIdsAsync };
    var report = await new ReferralImport(elsewhere, ImportSource.Generic, own).RunAsync(file);
    Console.WriteLine($"{name}: {report.Imported} imported, {report.SetAside} set aside, {report.Balances}");
}

Console.WriteLine("\nWho has 50 USD or more is paid by PayPal");
await referrals.Payouts.StartAsync("2025-09", Unit.Money("USD"));
var payouts = await new PayoutFiles(PayoutFormat.PayPal, Shop.RecipientsAsync).WriteFolderAsync(folder, referrals.Payouts.ListOpenAsync());
Console.WriteLine(payouts);
Console.Write(await File.ReadAllTextAsync(Path.Combine(folder, "paypal-USD-1.csv")));
Directory.Delete(folder, recursive: true);

static FileStream Open(string name) => File.OpenRead(Path.Combine(AppContext.BaseDirectory, "data", name));

static ImportOptions Options(TextWriter? aside = null) => new()
{
    Customers = Shop.FindAsync,
    PendingUntil = Instant.FromUtc(2099, 1, 1, 0, 0),
    SetAside = aside,
};

/// <summary>What the shop knows of its customers.</summary>
internal static class Shop
{
    private static readonly Dictionary<string, string> Emails = new() { ["ann"] = "ann@example.com", ["ben"] = "ben@example.com" };

    /// <summary>Partners are known by their e-mail addresses, and customers by the ids that the shop gave to Dub.</summary>
    internal static ValueTask<IReadOnlyDictionary<ImportPerson, CustomerId>> FindAsync(IReadOnlyCollection<ImportPerson> people, CancellationToken cancellationToken)
    {
        var known = new Dictionary<ImportPerson, CustomerId>();
        foreach (var person in people)
        {
            var own = person.Side == Side.Referee ? person.Id : Emails.FirstOrDefault(one => one.Value == person.Email).Key;
            if (own is not null)
            {
                known[person] = CustomerId.From(own);
            }
        }

        return ValueTask.FromResult<IReadOnlyDictionary<ImportPerson, CustomerId>>(known);
    }

    internal static ValueTask<IReadOnlyDictionary<CustomerId, PayoutRecipient>> RecipientsAsync(IReadOnlyList<CustomerId> customers, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyDictionary<CustomerId, PayoutRecipient>>(
            customers.Where(static one => Emails.ContainsKey(one.Value)).ToDictionary(static one => one, static one => new PayoutRecipient(Emails[one.Value])));
}
