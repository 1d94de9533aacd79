using Referrals.Exports.Payouts;
using Referrals.Exports.Tests.Exporting;
using Referrals.Tests;

namespace Referrals.Exports.Tests.Payouts;

/// <summary>Files for PayPal and Wise: what stands in them, what is left out, how they are cut.</summary>
public sealed class PayoutFilesTests
{
    private static readonly Unit Euro = Unit.Money("EUR");

    [Theory]
    [InlineData("paypal")]
    [InlineData("wise-email")]
    [InlineData("wise-iban")]
    public async Task File_is_as_approved(string name)
    {
        var payouts = await PayoutsAsync("ann", "bea", "cleo", "dora", "=eva", "fay");
        using var folder = new ExportFolder();
        var files = new PayoutFiles(PayoutFormat.All.Single(format => format.Name == name), FindAsync) { Note = name == "paypal" ? "Thank you, \"friend\"" : null };

        var report = await files.WriteFolderAsync(folder.Path, payouts.Payouts.ListOpenAsync());

        var written = Directory.GetFiles(folder.Path).Order(StringComparer.Ordinal).Select(path => $"{Path.GetFileName(path)}\n{File.ReadAllText(path)}");
        Approvals.Verify($"{string.Join('\n', written)}\n{report}", suffix: name);
    }

    [Fact]
    public async Task Full_file_is_followed_by_another_and_no_payout_is_in_two()
    {
        string[] people = [.. Enumerable.Range(0, 2_100).Select(static number => $"p{number}")];
        var engine = await PayoutsAsync(people);
        using var folder = new ExportFolder();
        var files = new PayoutFiles(PayoutFormat.WiseToEmail, static (customers, _) => Answer(customers, static one => new PayoutRecipient($"{one}@example.com", "Pat Doe")));

        var report = await files.WriteFolderAsync(folder.Path, engine.Payouts.ListOpenAsync());

        Assert.Equal([("wise-email-EUR-1.csv", 1_000), ("wise-email-EUR-2.csv", 1_000), ("wise-email-EUR-3.csv", 100)], report.Files.Select(static file => (file.Name, file.Rows)));
        Assert.Equal(Amount.Of(21_000, "EUR"), report.Files.Select(static file => file.Total).Aggregate(static (sum, one) => sum + one));
        var rows = report.Files.SelectMany(file => folder.Read(file.Name).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1)).ToArray();
        Assert.Equal(2_100, rows.Distinct().Count());
        Assert.Equal(2_101, folder.Read("payouts.csv").Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);

        // The same as parts, as a web application answers with them.
        for (var part = 1; part <= 3; part++)
        {
            using var stream = new MemoryStream();
            _ = await files.WriteAsync(engine.Payouts.ListOpenAsync(), Euro, stream, part);
            Assert.Equal(folder.Read($"wise-email-EUR-{part}.csv"), System.Text.Encoding.UTF8.GetString(stream.ToArray()));
        }
    }

    [Fact]
    public async Task What_was_written_once_is_not_written_over()
    {
        var engine = await PayoutsAsync("ann");
        using var folder = new ExportFolder();
        var files = new PayoutFiles(PayoutFormat.PayPal, FindAsync);
        _ = await files.WriteFolderAsync(folder.Path, engine.Payouts.ListOpenAsync());

        _ = await Assert.ThrowsAsync<IOException>(() => files.WriteFolderAsync(folder.Path, engine.Payouts.ListOpenAsync()));
    }

    [Fact]
    public async Task Only_one_batch_is_written_where_one_is_named()
    {
        var engine = await PayoutsAsync("ann", "bea");
        using var stream = new MemoryStream();

        var report = await new PayoutFiles(PayoutFormat.PayPal, FindAsync) { Batch = "another" }.WriteAsync(engine.Payouts.ListOpenAsync(), Euro, stream);

        Assert.Equal((0, 0L), (report.Files.Single().Rows, stream.Length));
    }

    [Fact]
    public void Reference_of_a_payout_is_one_that_PayPal_takes()
    {
        Assert.Equal("b1-ann-1", PayoutFiles.ReferenceOf(PayoutId.From("b1-ann-1")));
        Assert.Matches("^r[0-9a-f]{24}$", PayoutFiles.ReferenceOf(PayoutId.From("b 1")));
        Assert.NotEqual(PayoutFiles.ReferenceOf(PayoutId.From(new string('a', 40))), PayoutFiles.ReferenceOf(PayoutId.From(new string('a', 41))));
        Assert.Matches("^r[0-9a-f]{24}$", PayoutFiles.ReferenceOf(PayoutId.From("-1")));
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("two\nlines")]
    [InlineData("")]
    public void Note_that_would_be_a_formula_or_two_lines_is_refused(string note) =>
        Assert.Throws<ArgumentException>(() => new PayoutFiles(PayoutFormat.PayPal, FindAsync) { Note = note });

    private static ValueTask<IReadOnlyDictionary<CustomerId, PayoutRecipient>> FindAsync(IReadOnlyList<CustomerId> customers, CancellationToken cancellationToken) =>
        Answer(customers, static one => one switch
        {
            "ann" => new PayoutRecipient("ann@example.com", "Ann Archer"),
            "bea" => new PayoutRecipient("DE89 3704 0044 0532 0130 00", "Béa Müller, GmbH", IsBusiness: true),
            "cleo" => new PayoutRecipient("DE89370400440532013001", "Cleo"),
            "dora" => new PayoutRecipient("dora@example.com"),
            "=eva" => new PayoutRecipient("+eva@example.com", "=HYPERLINK(\"http://evil.example\")"),
            _ => null,
        });

    private static ValueTask<IReadOnlyDictionary<CustomerId, PayoutRecipient>> Answer(IReadOnlyList<CustomerId> customers, Func<string, PayoutRecipient?> find) =>
        ValueTask.FromResult<IReadOnlyDictionary<CustomerId, PayoutRecipient>>(
            customers.Select(one => (one, Found: find(one.Value))).Where(static one => one.Found is not null).ToDictionary(static one => one.one, static one => one.Found!));

    /// <summary>Ten euros each on their way.</summary>
    private static async Task<ReferralEngine> PayoutsAsync(params string[] people)
    {
        var shop = new ExportShop();
        foreach (var person in people)
        {
            await shop.ReferAsync(person, "friend of " + person);
        }

        _ = await shop.Engine.Payouts.StartAsync("2026-03", Euro);
        return shop.Engine;
    }
}
