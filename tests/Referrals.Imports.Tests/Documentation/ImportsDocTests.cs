namespace Referrals.Imports.Tests.Documentation;

/// <summary>The code of docs/imports.md.</summary>
public sealed class ImportsDocTests
{
    [Fact]
    public async Task Partners_are_tried_and_brought()
    {
        var (referrals, shop) = (new ImportShop().Engine, new Shop());
        using var file = ImportShop.Bytes("""
            ID,Name,Email,Country,Status,Group,Enrolled at,Payouts enabled at
            pn_1,Ann Archer,ann@example.com,DE,approved,default,2025-06-01T08:00:00.000Z,

            """);
        var import = new ReferralImport(referrals, ImportSource.Dub, new ImportOptions { Customers = shop.FindAsync });
        var trial = await import.CheckAsync(file);
        file.Position = 0;
        var report = await import.RunAsync(file);
        Console.WriteLine(report);

        Assert.Equal(trial.Rows, report.Rows);
        Assert.NotNull(await referrals.FindCustomerAsync(CustomerId.From("ann")));
    }

    /// <summary>An application that knows its customers by their e-mail addresses.</summary>
    private sealed class Shop
    {
        private readonly Dictionary<string, CustomerId> _customers = new() { ["ann@example.com"] = CustomerId.From("ann") };

        public ValueTask<IReadOnlyDictionary<ImportPerson, CustomerId>> FindAsync(
            IReadOnlyCollection<ImportPerson> people, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlyDictionary<ImportPerson, CustomerId>>(people
                .Where(person => person.Email is not null && _customers.ContainsKey(person.Email))
                .ToDictionary(static person => person, person => _customers[person.Email!]));
    }
}
