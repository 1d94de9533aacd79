using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace Referrals.Imports.Tests.Reading;

/// <summary>Cells and files as people and products make them.</summary>
public sealed class HostileCellTests
{
    private const string Heading = "reward_id,person_id,amount,unit,status,granted_at,held_until\n";

    [Theory]
    [InlineData("r1,ann,1.005,EUR,earned,2025-01-01T00:00:00Z,", "import.too_fine in amount: '1.005', needed at most 2 decimals for EUR, or ImportOptions.Rounding")]
    [InlineData("r1,ann,\"1,25\",EUR,earned,2025-01-01T00:00:00Z,", "import.amount in amount: '1,25', needed a number such as 1250.50, or ImportOptions.DecimalComma")]
    [InlineData("r1,ann,1e9,EUR,earned,2025-01-01T00:00:00Z,", "import.amount in amount: '1e9'")]
    [InlineData("r1,ann,99999999999999999999,EUR,earned,2025-01-01T00:00:00Z,", "import.amount in amount: '99999999999999999999', needed a smaller amount")]
    [InlineData("r1,ann,NaN,EUR,earned,2025-01-01T00:00:00Z,", "import.amount in amount: 'NaN'")]
    [InlineData("r1,ann,--1,EUR,earned,2025-01-01T00:00:00Z,", "import.amount in amount: '--1'")]
    [InlineData("r1,ann,1,DOUBLOONS!,earned,2025-01-01T00:00:00Z,", "import.unit in unit: 'DOUBLOONS!', needed a currency such as EUR")]
    [InlineData("r1,ann,1,GBP,earned,2025-01-01T00:00:00Z,", "import.unit in unit: GBP, needed a unit of the program (EUR, USD, points, free-months)")]
    [InlineData("r1,ann,1,EUR,won,2025-01-01T00:00:00Z,", "import.status in status: 'won', needed earned, paid, pending, void")]
    [InlineData("r1,ann,1,EUR,,2025-01-01T00:00:00Z,", "import.missing in status: nothing, needed status")]
    [InlineData("r1,,1,EUR,earned,2025-01-01T00:00:00Z,", "import.missing in person_id: nothing, needed person_id or PersonEmail")]
    [InlineData("r1,ann,,EUR,earned,2025-01-01T00:00:00Z,", "import.missing in amount: nothing, needed amount")]
    [InlineData("r1,ann,1,EUR,earned,01/02/2025,", "import.time in granted_at: '01/02/2025', needed a time such as 2025-03-01, or ImportOptions.DayFirst")]
    [InlineData("r1,ann,1,EUR,earned,yesterday,", "import.time in granted_at: 'yesterday', needed a time such as 2025-03-01T10:00:00Z")]
    [InlineData("r1,ann,1,EUR,earned,2025-02-30,", "import.time in granted_at: '2025-02-30'")]
    [InlineData("r1,ann,1,EUR,earned,2027-01-01T00:00:00Z,", "import.ahead in granted_at: '2027-01-01T00:00:00Z', needed a time that has come, from 1900 on")]
    [InlineData("r1,ann\u0000b,1,EUR,earned,2025-01-01T00:00:00Z,", "import.text in person_id: 'ann.b', needed 1 to 128 characters in UTF-8")]
    [InlineData("r1,ann,1,EUR,earned", "import.ragged: 5 cells, needed 7 cells, as in the heading")]
    [InlineData("r1,ann,1,EUR,earned,2025-01-01T00:00:00Z,,,", "import.ragged: 9 cells, needed 7 cells, as in the heading")]
    public async Task Row_is_set_aside_with_its_line_and_what_was_needed(string row, string finding)
    {
        var shop = new ImportShop();
        var before = await shop.StoredAsync();

        var report = await shop.RunAsync(ImportSource.Generic, Heading + "\n" + row + "\n");

        var listed = Assert.Single(report.Listed);
        Assert.Equal((3, ImportOutcome.SetAside), (listed.Line, listed.Outcome));
        Assert.StartsWith(finding, Assert.Single(listed.Findings).ToString(), StringComparison.Ordinal);
        Assert.Equal(before, await shop.StoredAsync());
    }

    [Theory]
    [InlineData("10", 10)]
    [InlineData("+10.5", 10.5)]
    [InlineData("1,250.00", 1250)]
    [InlineData("1'250.00", 1250)]
    [InlineData("1\u00A0250.00", 1250)]
    [InlineData("12 EUR", 12)]
    [InlineData("EUR 12.50", 12.5)]
    [InlineData("€12.50", 12.5)]
    [InlineData(".5", 0.5)]
    public async Task Amount_is_read_exactly(string text, decimal value)
    {
        var shop = new ImportShop();

        _ = await shop.RunAsync(ImportSource.Generic, Heading + $"r1,ann,\"{text}\",EUR,earned,2025-01-01T00:00:00Z,\n");

        Assert.Equal(Amount.Of(value, "EUR"), (await shop.Engine.GetBalancesAsync(CustomerId.From("generic:ann")))[0].Available);
    }

    [Theory]
    [InlineData("2025-03-01T10:00:00Z", "2025-03-01T10:00:00Z")]
    [InlineData("2025-03-01T10:00:00.123Z", "2025-03-01T10:00:00.123Z")]
    [InlineData("2025-03-01T10:00:00+02:00", "2025-03-01T08:00:00Z")]
    [InlineData("2025-03-01 10:00:00 UTC", "2025-03-01T10:00:00Z")]
    [InlineData("2025-03-01 10:00:00", "2025-03-01T09:00:00Z")]
    [InlineData("2025-03-01", "2025-02-28T23:00:00Z")]
    [InlineData("01.03.2025", "2025-02-28T23:00:00Z")]
    [InlineData("1 Mar 2025", "2025-02-28T23:00:00Z")]
    [InlineData("\"Mar 1, 2025\"", "2025-02-28T23:00:00Z")]
    [InlineData("1740823200", "2025-03-01T10:00:00Z")]
    [InlineData("1740823200000", "2025-03-01T10:00:00Z")]
    public async Task Time_is_read_with_its_zone_or_that_of_the_options(string text, string expected)
    {
        var shop = new ImportShop();
        var options = ImportShop.Options();
        (options.Zone, options.DayFirst) = (DateTimeZoneProviders.Tzdb["Europe/Berlin"], true);

        var report = await shop.RunAsync(ImportSource.Generic, Heading + $"r1,ann,1,EUR,earned,{text},\n", options);

        Assert.Equal(1, report.Imported);
        var granted = await shop.Engine.Operations.ReadJournalAsync().FirstAsync(static fact => fact.Kind == FactKind.RewardGranted);
        Assert.Equal(expected, NodaTime.Text.InstantPattern.ExtendedIso.Format(granted.OccurredAt));
    }

    [Fact]
    public async Task Time_without_a_zone_is_set_aside_where_none_is_given()
    {
        var options = ImportShop.Options();
        options.Zone = null;

        var report = await new ImportShop().RunAsync(ImportSource.Generic, Heading + "r1,ann,1,EUR,earned,2025-03-01 10:00:00,\n", options);

        Assert.Equal(ImportCodes.Zone, Assert.Single(Assert.Single(report.Listed).Findings).Code);
    }

    [Fact]
    public async Task Decimal_commas_and_rounding_are_as_the_options_say()
    {
        var shop = new ImportShop();
        var options = ImportShop.Options();
        (options.DecimalComma, options.Rounding) = (true, RoundingMode.HalfAwayFromZero);

        _ = await shop.RunAsync(ImportSource.Generic, Heading.Replace(',', ';') + "r1;ann;1.250,505;EUR;earned;2025-03-01;\n", options);

        Assert.StartsWith("1250.51 EUR", await shop.BalanceAsync("generic:ann"), StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[]> Forms
    {
        get
        {
            const string Rows = "reward_id,person_id,amount,unit,status,granted_at\r\n\"r\"\"1\",Zoë,10.00,EUR,earned,2025-01-01T00:00:00Z\r\n";
            return new TheoryData<string, byte[]>
            {
                { "UTF-8", Encoding.UTF8.GetBytes(Rows) },
                { "UTF-8 with a mark", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Rows)] },
                { "UTF-16", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Rows)] },
                { "semicolons", Encoding.UTF8.GetBytes(Rows.Replace(',', ';')) },
                { "tabs", Encoding.UTF8.GetBytes(Rows.Replace(',', '\t')) },
                { "LF", Encoding.UTF8.GetBytes(Rows.Replace("\r\n", "\n", StringComparison.Ordinal)) },
                { "CR", Encoding.UTF8.GetBytes(Rows.Replace("\r\n", "\r", StringComparison.Ordinal)) },
                { "other headings and order", Encoding.UTF8.GetBytes("Status,!PERSON ID,Note,Granted-At,Unit,REWARD ID,Amount\nearned,Zoë,=1+1,2025-01-01T00:00:00Z,eur,\"r\"\"1\",10.00") },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task File_is_read_in_every_form(string form, byte[] bytes)
    {
        var shop = new ImportShop();

        var report = await new ReferralImport(shop.Engine, ImportSource.Generic).RunAsync(new MemoryStream(bytes));

        Assert.True(report.IsClean, $"{form}: {report}");
        Assert.StartsWith("10.00 EUR", await shop.BalanceAsync("generic:Zoë"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "line 1: import.heading: an empty file, needed a heading and rows")]
    [InlineData("a,b\n1,2\n", "line 1: import.heading: a, b, needed rewards: reward_id, person_id or person_email, amount; or payouts:")]
    [InlineData("reward_id,person_id,amount,amount\n", "line 1: import.duplicate_heading in amount: 2 columns of this name, needed one column of this name")]
    [InlineData("reward_id,person_id,amount\nr1,ann,1 EUR\nr2,\"ann,2 EUR\nr3,ann,3 EUR\n", "line 3: import.unreadable: a quote that is not closed")]
    public async Task File_that_cannot_be_read_says_where_and_why(string text, string problem)
    {
        var report = await new ImportShop().RunAsync(ImportSource.Generic, text);

        Assert.StartsWith(problem, report.Problem?.ToString(), StringComparison.Ordinal);
        Assert.False(report.IsClean);
    }

    [Fact]
    public async Task Lines_are_counted_through_cells_of_several_lines()
    {
        var report = await new ImportShop().RunAsync(
            ImportSource.Generic, "reward_id,person_id,amount,note\nr1,ann,1 EUR,\"one\r\ntwo\nthree\"\n\nr2,ann,x,\n");

        Assert.Equal(6, Assert.Single(report.Listed).Line);
    }

    /// <summary>Whatever stands in the cells: each row has one outcome, nothing throws, the books hold together, and told again nothing changes.</summary>
    [Fact]
    public void Random_cells_end_in_an_outcome_for_each_row()
    {
        string[] cells =
        [
            "ann", "bob", "", " ", "r1", "r2", "10.00", "-10.00", "0", "7,5", "1e400", "EUR", "points", "usd", "XXX", "earned", "paid", "pending", "void", "2025-01-01", "1740823200",
            "2099-01-01T00:00:00Z", "=cmd|' /C calc'!A0", "\u0000", "\uD83D\uDE00", "\uFFFD", "\"", "a\nb", "'", "\u202E", new string('x', 300), "true", "O-1",
        ];
        var row = Gen.ArrayOf(Gen.Elements(cells), 12);
        Prop.ForAll(Gen.ListOf(row).Resize(12).ToArbitrary(), static rows =>
        {
            var shop = new ImportShop();
            var text = new StringBuilder("reward_id,person_id,amount,unit,status,granted_at,held_until,reverses,referee_id,conversion_id,conversion_amount,test\n");
            foreach (var cells in rows)
            {
                _ = text.AppendJoin(',', cells.Select(static cell => "\"" + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"")).Append('\n');
            }

            var trial = shop.CheckAsync(ImportSource.Generic, text.ToString()).GetAwaiter().GetResult();
            var report = shop.RunAsync(ImportSource.Generic, text.ToString()).GetAwaiter().GetResult();
            _ = shop.RunAsync(ImportSource.Generic, text.ToString()).GetAwaiter().GetResult();
            var audit = shop.Engine.Operations.VerifyAsync().AsTask().GetAwaiter().GetResult();
            var told = report.Imported + report.Repeated + report.Skipped + report.SetAside;
            return report.Problem is null && told == report.Rows && trial.Rows == report.Rows && report.Rows == rows.Count(static cells => !cells.All(string.IsNullOrWhiteSpace)) && audit.Count == 0;
        }).QuickCheckThrowOnFailure();
    }
}
