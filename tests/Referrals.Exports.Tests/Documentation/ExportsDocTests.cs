using Referrals.Exports.Payouts;
using Referrals.Exports.Tests.Exporting;
using Referrals.Imports;
using Referrals.Storage;

namespace Referrals.Exports.Tests.Documentation;

/// <summary>The code of docs/exports.md.</summary>
public sealed class ExportsDocTests
{
    [Fact]
    public async Task People_move_to_another_store()
    {
        var shop = new ExportShop();
        await shop.ReferAsync("ann", "ben");
        using var temporary = new ExportFolder();
        var (referrals, folder, there) = (shop.Engine, temporary.Path, shop.On(new InMemoryReferralStore()));
        var written = await new ReferralExport(referrals).WriteFolderAsync(folder);
        Console.WriteLine(written);

        foreach (var name in (string[])["people", "referrals", "conversions", "rewards", "balances"])
        {
            await using var file = File.OpenRead(Path.Combine(folder, name + ".csv"));
            var import = new ReferralImport(there, ImportSource.Generic, new ImportOptions { Customers = ImportOptions.ByOwnIdsAsync });
            var report = await import.RunAsync(file);
            Console.WriteLine(report);
        }

        Assert.True(written.IsComplete);
        Assert.Equal(await referrals.GetBalancesAsync(CustomerId.From("ann")), await there.GetBalancesAsync(CustomerId.From("ann")));
    }

    [Fact]
    public async Task Payouts_are_written_for_PayPal()
    {
        var shop = new ExportShop();
        await shop.ReferAsync("ann", "ben");
        using var temporary = new ExportFolder();
        var (referrals, folder, euro, accounts) = (shop.Engine, temporary.Path, Unit.Money("EUR"), new Accounts());
        await referrals.Payouts.StartAsync("2026-03", euro);
        var files = new PayoutFiles(PayoutFormat.PayPal, accounts.FindAsync) { Note = "Thank you for your referrals", Batch = "2026-03" };
        var report = await files.WriteFolderAsync(folder, referrals.Payouts.ListOpenAsync());
        Console.WriteLine(report);

        Assert.Equal("ann@example.com,10.00,EUR", string.Join(',', (await File.ReadAllTextAsync(Path.Combine(folder, "paypal-EUR-1.csv"))).Split(',').Take(3)));
    }

    private sealed class Accounts
    {
        private readonly Dictionary<string, string> _accounts = new() { ["ann"] = "ann@example.com" };

        public ValueTask<IReadOnlyDictionary<CustomerId, PayoutRecipient>> FindAsync(IReadOnlyList<CustomerId> customers, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlyDictionary<CustomerId, PayoutRecipient>>(
                customers.Where(one => _accounts.ContainsKey(one.Value)).ToDictionary(static one => one, one => new PayoutRecipient(_accounts[one.Value])));
    }
}
