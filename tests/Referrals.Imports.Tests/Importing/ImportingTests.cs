using Referrals.Events;
using Referrals.Storage;

namespace Referrals.Imports.Tests.Importing;

/// <summary>What an import does to the books, and what it does when it is told again, later, or in another order.</summary>
public sealed class ImportingTests
{
    private const string Heading = "reward_id,person_id,amount,unit,status,granted_at,held_until,reverses,referee_id,conversion_id,conversion_amount\n";

    [Fact]
    public async Task Conversion_that_was_rewarded_there_counts_and_earns_nothing_here()
    {
        var shop = new ImportShop();

        _ = await shop.RunAsync(ImportSource.Generic, Heading + "r1,ann,12.50,EUR,earned,2025-01-01T00:00:00Z,,,carl,O-1,80.00\n");

        Assert.Equal("12.50 EUR, 0.00 USD, 0 points, 0 free-months", await shop.BalanceAsync("generic:ann"));
        var conversion = Assert.Single((await shop.Engine.ListConversionsAsync(CustomerId.From("carl"))).Items);
        Assert.Equal("O-1", conversion.Id);
        var next = await shop.Engine.ConvertAsync(Conversion.Of(CustomerId.From("carl"), "O-2", "purchase", Amount.Of(50, "EUR")));
        Assert.Equal(DecisionCodes.ConversionRewarded, next.Code);
    }

    [Fact]
    public async Task Paid_reward_is_paid_below_the_minimum_and_without_a_fee()
    {
        var shop = new ImportShop();

        var report = await shop.RunAsync(ImportSource.Generic, Heading + "r1,ann,3.00,EUR,paid,2025-01-01T00:00:00Z,,,,,\n");

        Assert.True(report.IsClean, report.ToString());
        Assert.StartsWith("0.00 EUR", await shop.BalanceAsync("generic:ann"), StringComparison.Ordinal);
        Assert.Empty(await shop.Engine.Payouts.ListOpenAsync().ToListAsync());
        Assert.Contains(await shop.Engine.Operations.ReadJournalAsync().ToListAsync(), static fact => fact.Kind == FactKind.PayoutPaid && fact.Amount == Amount.Of(3, "EUR"));
    }

    [Fact]
    public async Task Pending_reward_that_is_earned_in_a_later_file_is_released_once()
    {
        var shop = new ImportShop();
        _ = await shop.RunAsync(ImportSource.Generic, Heading + "r1,ann,10.00,EUR,pending,2025-01-01T00:00:00Z,2099-01-01T00:00:00Z,,,,\n");
        Assert.StartsWith("0.00 EUR (and 10.00 EUR pending)", await shop.BalanceAsync("generic:ann"), StringComparison.Ordinal);
        var later = Heading + "r1,ann,10.00,EUR,earned,2025-01-01T00:00:00Z,,,,,\n";

        var released = await shop.RunAsync(ImportSource.Generic, later);
        var stored = await shop.StoredAsync();
        var again = await shop.RunAsync(ImportSource.Generic, later);

        Assert.Equal((1, 0), (released.Imported, again.Imported));
        Assert.Equal(stored, await shop.StoredAsync());
        Assert.StartsWith("10.00 EUR,", await shop.BalanceAsync("generic:ann"), StringComparison.Ordinal);
        Assert.True(again.IsClean, again.ToString());

        var declined = await shop.RunAsync(ImportSource.Generic, Heading + "r1,ann,10.00,EUR,void,2025-01-01T00:00:00Z,,,,,\n");
        Assert.Equal(1, declined.Imported);
        Assert.StartsWith("0.00 EUR,", await shop.BalanceAsync("generic:ann"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changed_amount_is_told_and_stands_as_it_was()
    {
        var shop = new ImportShop();
        _ = await shop.RunAsync(ImportSource.Generic, Heading + "r1,ann,10.00,EUR,earned,2025-01-01T00:00:00Z,,,,,\n");

        var report = await shop.RunAsync(ImportSource.Generic, Heading + "r1,ann,11.00,EUR,earned,2025-01-01T00:00:00Z,,,,,\n");

        var row = Assert.Single(report.Listed);
        Assert.Equal(ImportOutcome.SetAside, row.Outcome);
        Assert.Equal(ImportCodes.Changed, Assert.Single(row.Findings).Code);
        Assert.Equal("generic:ann: 11.00 EUR there, 10.00 EUR here", Assert.Single(report.Balances.Differences).ToString());
    }

    [Theory]
    [InlineData("r2,ann,-10.00,EUR,earned,2025-01-03T00:00:00Z,,r1,,,", "0.00 EUR")]
    [InlineData("r2,ann,-4.00,EUR,earned,2025-01-03T00:00:00Z,,r1,,,", "6.00 EUR")]
    [InlineData("r2,ann,-4.00,EUR,earned,2025-01-03T00:00:00Z,,,,,", "6.00 EUR")]
    public async Task What_takes_back_waits_for_what_it_takes_back(string back, string left)
    {
        var shop = new ImportShop();

        var report = await shop.RunAsync(ImportSource.Generic, Heading + back + "\nr1,ann,10.00,EUR,earned,2025-01-01T00:00:00Z,,,,,\n");

        Assert.Equal((2, 0), (report.Imported, report.SetAside));
        Assert.True(report.IsClean, report.ToString());
        Assert.StartsWith(left, await shop.BalanceAsync("generic:ann"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_takes_back_more_than_there_is_is_set_aside_with_the_reason()
    {
        var shop = new ImportShop();

        var report = await shop.RunAsync(ImportSource.Generic, Heading + "r2,ann,-10.00,EUR,earned,2025-01-03T00:00:00Z,,,,,\n");

        Assert.Equal(DecisionCodes.RedemptionTooMuch, Assert.Single(Assert.Single(report.Listed).Findings).Code);
        Assert.Equal(1, report.Balances.Differing);
    }

    [Fact]
    public async Task Nobody_is_told_of_what_is_imported_unless_the_application_wants_it()
    {
        var store = new InMemoryReferralStore();
        var engine = new ReferralEngine(store, new ReferralsOptions().AddProgram(ImportShop.Program()).PublishEvents());
        var told = new Counting();

        _ = await new ReferralImport(engine, ImportSource.Generic, ImportShop.Options()).RunAsync(
            ImportShop.Bytes(Heading + "r1,ann,10.00,EUR,earned,2025-01-01T00:00:00Z,,,carl,O-1,80.00\n"));
        _ = await engine.Events.DeliverAsync(told);
        Assert.Equal(0, told.Count);

        var options = ImportShop.Options();
        options.PublishEvents = true;
        _ = await new ReferralImport(engine, ImportSource.Generic, options).RunAsync(
            ImportShop.Bytes(Heading + "r2,ann,10.00,EUR,earned,2025-01-01T00:00:00Z,,,,,\n"));
        _ = await engine.Events.DeliverAsync(told);
        Assert.NotEqual(0, told.Count);
    }

    [Fact]
    public async Task People_are_asked_for_once_in_a_batch_and_strangers_are_set_aside()
    {
        var shop = new ImportShop();
        var asked = new List<int>();
        var options = ImportShop.Options();
        options.Customers = (people, _) =>
        {
            asked.Add(people.Count);
            return ValueTask.FromResult<IReadOnlyDictionary<ImportPerson, CustomerId>>(
                people.Where(static person => person.Id != "eve").ToDictionary(static person => person, static person => CustomerId.From("c-" + person.Id)));
        };

        var report = await shop.RunAsync(
            ImportSource.Generic,
            Heading + "r1,ann,10.00,EUR,earned,2025-01-01T00:00:00Z,,,carl,,\nr2,ann,5.00,EUR,earned,2025-01-01T00:00:00Z,,,,,\nr3,eve,5.00,EUR,earned,2025-01-01T00:00:00Z,,,,,\n",
            options);

        Assert.Equal([3], asked);
        Assert.Equal("line 4 of rewards: SetAside, import.unknown_person in person_id: 'eve', needed a person whom ImportOptions.Customers knows", Assert.Single(report.Listed).ToString());
        Assert.StartsWith("15.00 EUR", await shop.BalanceAsync("c-ann"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_that_were_set_aside_are_written_mended_and_imported()
    {
        var shop = new ImportShop();
        var options = ImportShop.Options();
        await using var aside = new StringWriter();
        options.SetAside = aside;
        var rows = Heading + "r1,ann,\"ten, or so\",EUR,earned,2025-01-01T00:00:00Z,,,,,\nr2,ann,5.00,EUR,earned,2025-01-01T00:00:00Z,,,,,\nr3,ann,1.00\n";

        var report = await shop.RunAsync(ImportSource.Generic, rows, options);
        var mended = aside.ToString().Replace("\"ten, or so\"", "10.00", StringComparison.Ordinal);
        var rest = await shop.RunAsync(ImportSource.Generic, mended);

        Assert.Equal((1, 2), (report.Imported, report.SetAside));
        Assert.Equal((1, 1), (rest.Imported, rest.SetAside));
        Assert.StartsWith("15.00 EUR", await shop.BalanceAsync("generic:ann"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_that_cannot_be_kept_is_noted_and_the_person_gets_another()
    {
        var shop = new ImportShop();
        const string People = "person_id,code,enrolled_at\nann,ab,2025-01-01T00:00:00Z\nbob,https://shop.example/?via=bobshop,2025-01-01T00:00:00Z\ncid,BOBSHOP,2025-01-01T00:00:00Z\n";

        var trial = await shop.CheckAsync(ImportSource.Generic, People);
        var report = await shop.RunAsync(ImportSource.Generic, People);
        var stored = await shop.StoredAsync();
        _ = await shop.RunAsync(ImportSource.Generic, People);

        Assert.Equal(stored, await shop.StoredAsync());
        Assert.Equal(3, report.Imported);
        Assert.Equal([2L], trial.Listed.Select(static row => row.Line));
        Assert.Equal([2L, 4L], report.Listed.Select(static row => row.Line));
        Assert.All(report.Listed, static row => Assert.Equal(ImportCodes.CodeNotKept, Assert.Single(row.Findings).Code));
        Assert.Equal("BOBSHOP", (await shop.Engine.FindCodeAsync(CustomerId.From("generic:bob")))?.Code.Value);
        Assert.NotNull(await shop.Engine.FindCodeAsync(CustomerId.From("generic:cid")));
    }

    [Fact]
    public async Task Equal_rows_without_an_id_behind_one_another_are_two()
    {
        var shop = new ImportShop();
        const string Rows = "advocate_email,created_at,description,discount,status\n"
            + "ann@example.com,1719878400,coupon,10 EUR,pending_fulfillment\nann@example.com,1719878400,coupon,10 EUR,pending_fulfillment\n";

        var report = await shop.RunAsync(ImportSource.ReferralCandy, Rows);
        var again = await shop.RunAsync(ImportSource.ReferralCandy, Rows);

        Assert.Equal((2, 0), (report.Imported, again.Imported));
        Assert.True(again.IsClean, again.ToString());
    }

    [Fact]
    public async Task Going_on_from_a_line_leaves_out_what_is_before_it()
    {
        var shop = new ImportShop();
        var options = ImportShop.Options();
        options.FromLine = 3;

        var report = await shop.RunAsync(
            ImportSource.Generic, Heading + "r1,ann,1.00,EUR,earned,2025-01-01T00:00:00Z,,,,,\nr2,ann,2.00,EUR,earned,2025-01-01T00:00:00Z,,,,,\n", options);

        Assert.Equal(1, report.Rows);
        Assert.StartsWith("2.00 EUR", await shop.BalanceAsync("generic:ann"), StringComparison.Ordinal);
    }

    private sealed class Counting : IReferralEventHandler
    {
        internal int Count { get; private set; }

        public ValueTask HandleAsync(ReferralEvent referralEvent, CancellationToken cancellationToken)
        {
            Count++;
            return ValueTask.CompletedTask;
        }
    }
}
