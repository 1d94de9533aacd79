using Referrals.Tests;

namespace Referrals.Imports.Tests.Sources;

/// <summary>Small files of each source.</summary>
public sealed class SourceFileTests
{
    private static IEnumerable<string> Names => Directory.GetFiles(TestTree.PathOf("tests", "Referrals.Imports.Tests", "Sources", "Files"), "*.csv")
        .Select(static path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    public static TheoryData<string> Files => [.. Names];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task File_is_imported_as_approved(string name)
    {
        var source = name.Split('-')[0];
        var shop = new ImportShop();
        var before = await shop.StoredAsync();
        var trial = await RunAsync(shop, source, name, isDryRun: true);

        Assert.Equal(before, await shop.StoredAsync());

        var report = await RunAsync(shop, source, name, isDryRun: false);
        var stored = await shop.StoredAsync();
        var again = await RunAsync(shop, source, name, isDryRun: false);
        var trialAgain = await RunAsync(shop, source, name, isDryRun: true);

        Assert.Equal(stored, await shop.StoredAsync());
        Assert.Equal(0, again.Imported);
        Assert.Equal(report.SetAside, again.SetAside);
        Assert.Equal(report.SetAside, trial.SetAside);
        Assert.Empty(await shop.Engine.Operations.VerifyAsync());
        Approvals.Verify($"{trial}\n\n{report}\n\nagain: {again}\n\nafter it: {trialAgain}\n\n{await BooksAsync(shop)}", suffix: name);
    }

    [Fact]
    public void Every_source_has_a_file() =>
        Assert.Equal(ImportSource.All.Select(static source => source.Name).Order(), Names.Select(static name => name.Split('-')[0]).Distinct().Order());

    [Fact]
    public void Files_of_a_source_have_names_and_needed_columns() => Assert.All(ImportSource.All, static source =>
    {
        Assert.Equal(source.Files.Length, source.Files.Select(static file => file.Name).Distinct().Count());
        Assert.All(source.Files, static file => Assert.All(file.Needs, need => Assert.Contains(need, field => file.Columns.ContainsKey(field))));
    });

    /// <summary>Whom the ledger speaks of, and what they hold.</summary>
    internal static async Task<string> BooksAsync(ImportShop shop)
    {
        var people = new SortedSet<string>(StringComparer.Ordinal);
        var facts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        await foreach (var fact in shop.Engine.Operations.ReadJournalAsync())
        {
            facts[fact.Kind.ToString()] = facts.GetValueOrDefault(fact.Kind.ToString()) + 1;
            people.UnionWith(new[] { fact.Customer, fact.Referrer }.OfType<CustomerId>().Select(static id => id.Value));
        }

        var lines = new List<string>();
        foreach (var person in people)
        {
            var friend = await shop.Engine.FindReferralAsync(CustomerId.From(person));
            var code = await shop.Engine.FindCodeAsync(CustomerId.From(person));
            lines.Add($"{person}: {await shop.BalanceAsync(person)}{(friend is null ? string.Empty : $"; referred by {friend.Referrer}")}"
                + (code is { Code.Length: not 10 } chosen ? $"; code {chosen.Code}" : string.Empty));
        }

        return string.Join('\n', lines) + "\n\n" + string.Join('\n', facts.Select(static fact => $"{fact.Key} {fact.Value}"));
    }

    private static async Task<ImportReport> RunAsync(ImportShop shop, string source, string name, bool isDryRun)
    {
        await using var file = File.OpenRead(TestTree.PathOf("tests", "Referrals.Imports.Tests", "Sources", "Files", name + ".csv"));
        var import = new ReferralImport(shop.Engine, ImportSource.All.Single(known => known.Name == source), ImportShop.Options());
        return await (isDryRun ? import.CheckAsync(file) : import.RunAsync(file));
    }
}
