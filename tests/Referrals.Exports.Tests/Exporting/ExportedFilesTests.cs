using NodaTime;
using Referrals.Storage;
using Referrals.Tests;

namespace Referrals.Exports.Tests.Exporting;

/// <summary>The files as they stand, hostile names, and what becomes of a folder.</summary>
public sealed class ExportedFilesTests
{
    [Fact]
    public async Task Files_are_as_approved()
    {
        var shop = new ExportShop();
        await shop.ReferAsync("ann", "ben", "cid", "dee");
        _ = await shop.Engine.RefundAsync(Refund.Of("r1", "order of ben", Amount.Of(20, "EUR")));
        _ = await shop.Engine.RefundAsync(Refund.OfWhole("r2", "order of dee"));
        _ = await shop.Engine.RedeemAsync(Redemption.Of("voucher", CustomerId.From("ann"), Amount.Of(3, "EUR")));
        using var folder = new ExportFolder();

        var report = await new ReferralExport(shop.Engine).WriteFolderAsync(folder.Path, ExportFiles.All);

        var files = Directory.GetFiles(folder.Path).Order(StringComparer.Ordinal).Select(path => $"{Path.GetFileName(path)}\n{File.ReadAllText(path)}");
        Approvals.Verify(Codes(shop, $"{string.Join('\n', files)}\n{report}"));
        Assert.True(report.IsComplete);
    }

    [Theory]
    [InlineData("=cmd|'/C calc'!A0")]
    [InlineData("+1")]
    [InlineData("-2+3")]
    [InlineData("@SUM(A1)")]
    [InlineData("'=1")]
    [InlineData("''=1")]
    [InlineData("'tis")]
    [InlineData("\uFF1D1")]
    [InlineData("a,\"b\";c")]
    [InlineData("\"")]
    [InlineData("[[AFFILIATES]]")]
    [InlineData("Zoë Müller")]
    [InlineData("李雷")]
    [InlineData("שלום")]
    [InlineData("👩‍👩‍👧‍👦")]
    [InlineData("import findings")]
    public async Task Any_name_comes_back_as_it_was_and_is_no_formula(string name)
    {
        var shop = new ExportShop();
        await shop.ReferAsync(name, "friend of " + name, name + "!");
        using var folder = new ExportFolder();
        _ = await new ReferralExport(shop.Engine).WriteFolderAsync(folder.Path, ExportFiles.All);
        var there = shop.On(new InMemoryReferralStore());

        var reports = await folder.ImportAsync(there, ExportShop.Start + Duration.FromDays(14));

        Assert.All(reports.Values, static report => Assert.True(report.IsClean, report.ToString()));
        Assert.Equal(await shop.Engine.GetBalancesAsync(CustomerId.From(name)), await there.GetBalancesAsync(CustomerId.From(name)));
        Assert.Equal(name, (await there.FindReferralAsync(CustomerId.From(name + "!")))!.Referrer!.Value.Value);
        foreach (var path in Directory.GetFiles(folder.Path))
        {
            Assert.All(await CellsAsync(path), static cell => Assert.False(cell.Length > 0 && "=+@\t\r\n\uFF1D".Contains(cell[0], StringComparison.Ordinal), cell));
        }
    }

    [Fact]
    public async Task What_is_set_aside_for_a_payout_is_told()
    {
        var shop = new ExportShop();
        await shop.ReferAsync("ann", "ben", "cid");
        _ = await shop.Engine.Payouts.StartAsync("b1", Unit.Money("EUR"));
        using var folder = new ExportFolder();

        var report = await new ReferralExport(shop.Engine).WriteFolderAsync(folder.Path);

        Assert.False(report.IsComplete);
        Assert.Equal(Amount.Of(20, "EUR"), report.InPayout["EUR"]);
        Assert.Equal(Amount.Of(20, "EUR"), report.Held["EUR"]);
    }

    [Fact]
    public async Task What_is_owed_is_told()
    {
        var shop = new ExportShop();
        await shop.ReferAsync("ann", "ben");
        _ = await shop.Engine.RedeemAsync(Redemption.Of("voucher", CustomerId.From("ann"), Amount.Of(10, "EUR")));
        _ = await shop.Engine.RefundAsync(Refund.OfWhole("r", "order of ben"));
        using var folder = new ExportFolder();

        var report = await new ReferralExport(shop.Engine).WriteFolderAsync(folder.Path);

        Assert.Equal(Amount.Of(10, "EUR"), report.Owed["EUR"]);
        Assert.Contains("owed, and in no file: 10.00 EUR", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_is_not_written_over_and_half_an_export_is_none()
    {
        var shop = new ExportShop();
        await shop.ReferAsync("ann", "ben");
        using var folder = new ExportFolder();
        var export = new ReferralExport(shop.Engine);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => export.WriteFolderAsync(folder.Path, cancellationToken: new CancellationToken(canceled: true)));

        Assert.Empty(Directory.GetFiles(folder.Path));
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "people.csv"), "mine");
        _ = await Assert.ThrowsAsync<IOException>(() => export.WriteFolderAsync(folder.Path));
        Assert.Equal("mine", folder.Read("people.csv"));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task Mark_stands_at_the_beginning_where_it_is_wanted()
    {
        var shop = new ExportShop();
        await shop.ReferAsync("ann", "ben");

        Assert.StartsWith("\uFEFFperson_id,", await shop.WriteAsync(ExportFiles.People, hasMark: true), StringComparison.Ordinal);
        Assert.StartsWith("person_id,", await shop.WriteAsync(ExportFiles.People), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_stream_takes_one_file()
    {
        var export = new ReferralExport(new ExportShop().Engine);

        _ = await Assert.ThrowsAsync<ArgumentException>(() => export.WriteAsync(ExportFiles.All, Stream.Null));
        _ = await Assert.ThrowsAsync<ArgumentException>(() => export.WriteAsync(ExportFiles.None, Stream.Null));
    }

    /// <summary>Codes are made at random.</summary>
    private static string Codes(ExportShop shop, string text)
    {
        var code = shop.Engine.FindCodeAsync(CustomerId.From("ann")).AsTask().GetAwaiter().GetResult();
        return code is null ? text : text.Replace(code.Code.Value, "CODE", StringComparison.Ordinal);
    }

    /// <summary>The cells of a file as a spreadsheet reads them.</summary>
    private static async Task<List<string>> CellsAsync(string path)
    {
        var (cells, cell, isQuoted) = (new List<string>(), new System.Text.StringBuilder(), false);
        foreach (var c in await File.ReadAllTextAsync(path))
        {
            if (c == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (!isQuoted && c is ',' or '\r' or '\n')
            {
                cells.Add(cell.ToString());
                _ = cell.Clear();
            }
            else
            {
                _ = cell.Append(c);
            }
        }

        return cells;
    }
}
