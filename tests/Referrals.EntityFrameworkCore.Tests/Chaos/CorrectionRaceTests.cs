using NodaTime;
using Referrals.EntityFrameworkCore.Tests.PostgreSql;
using Referrals.EntityFrameworkCore.Tests.Sqlite;
using Referrals.Ledger;
using Referrals.Storage;

namespace Referrals.EntityFrameworkCore.Tests.Chaos;

/// <summary>
/// Sixteen workers report orders, what became of them, rejections and reinstatements, redemptions and payouts, everything twice and in no order. The program
/// spends what it spends when one worker reports all of it in its order, and the audit finds nothing.
/// </summary>
[Collection(PostgresGroup.Name)]
public sealed class CorrectionRaceTests(PostgresServer server)
{
    private const int Workers = 16;
    private const int Friends = 4;
    private const int Orders = 24;

    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);

    private static readonly ReferralProgram Program = ReferralProgram.Create("raced", static p => p
        .RewardReferrer(static r => r.When(static when => when.AtLeast(20, "EUR")).PercentOf(10, "EUR").RecomputedOnRefund())
        .RewardReferrer(static r => r.PerSpend(1, "points", 10, "EUR").RecomputedOnRefund().HeldFor(TimePeriod.Days(14)))
        .RewardReferee(static r => r.PercentOf(5, "EUR")));

    [Fact]
    public async Task Corrections_hold_in_memory()
    {
        for (var seed = 10; seed < 20; seed++)
        {
            var store = new InMemoryReferralStore();
            await RaceAsync(() => (store, null), seed);
        }
    }

    [Fact]
    public async Task Corrections_hold_on_sqlite()
    {
        var database = new SqliteDatabase();
        await database.InitializeAsync();
        try
        {
            await RaceAsync(() => Open(database.Context()), seed: 2);
        }
        finally
        {
            await database.DisposeAsync();
        }
    }

    [PostgresFact]
    public async Task Corrections_hold_on_postgres()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await RaceAsync(() => Open(database.Context()), seed: 3);
    }

    private static async Task RaceAsync(Func<(IReferralStore Store, ReferralsDbContext? Context)> open, int seed)
    {
        var random = new Random(seed);
        ReferralInput[] people =
        [
            Enrollment.Of(Customer("alice")).At(Start),
            .. Enumerable.Range(0, Friends).Select(static i => SignUp.Of(Customer($"f{i}")).ReferredBy(Customer("alice")).At(Day(1))),
        ];
        var reports = Enumerable.Range(0, Orders).SelectMany(number => Reports(random, number)).ToArray();
        var alone = await SpentAsync(static _ => new InMemoryReferralStore(), [.. people, .. reports]);
        Assert.All(alone.Values, static spent => Assert.True(spent > 100));

        await WithAsync(open, async engine =>
        {
            foreach (var input in people)
            {
                _ = await engine.SubmitAsync(input);
            }
        });
        var shares = reports.Concat(reports).ToLookup(_ => random.Next(Workers));
        var answers = await Task.WhenAll(Enumerable.Range(0, Workers)
            .Select(worker => Task.Run(() => ReportAsync(open, worker, [.. shares[worker]], new Random(worker)))));

        Assert.DoesNotContain(answers.SelectMany(static told => told), static code => code is "refund.too_much" or "correction.too_large");
        await WithAsync(open, async engine =>
        {
            // Whoever was rejected last counts again in the end.
            for (var i = 0; i < Friends; i++)
            {
                _ = await engine.Reviews.ReinstateAsync(ReferralReinstatement.Of(Customer($"f{i}"), "eve", "siblings"));
            }

            _ = await engine.Operations.ProcessDueAsync();
            Assert.Empty(await engine.Operations.VerifyAsync());
            Assert.Equal(alone, await SpentAsync(engine));
        });
    }

    /// <summary>What one worker does: its share of the reports in no order, and between them what else goes on.</summary>
    private static async Task<List<string>> ReportAsync(
        Func<(IReferralStore Store, ReferralsDbContext? Context)> open, int worker, ReferralInput[] inputs, Random random)
    {
        var codes = new List<string>();
        random.Shuffle(inputs);
        await WithAsync(open, async engine =>
        {
            foreach (var input in inputs)
            {
                codes.Add((await engine.SubmitAsync(input)).Code);
                var friend = Customer($"f{random.Next(Friends)}");
                _ = random.Next(8) switch
                {
                    0 => await engine.Reviews.DecideAsync(ReferralReview.Reject(friend, "one household")),
                    1 => await engine.Reviews.ReinstateAsync(ReferralReinstatement.Of(friend, "eve", "siblings")),
                    2 => await engine.RedeemAsync(Redemption.Of($"red-{worker}-{codes.Count}", Customer("alice"), Amount.Of(1, "EUR"))),
                    3 => await engine.Payouts.StartAsync(PayoutStart.Of($"batch-{worker}", friend, Unit.Money("EUR"))),
                    _ => null,
                };
            }

            await foreach (var payout in engine.Payouts.ListOpenAsync())
            {
                _ = await engine.Payouts.ConfirmAsync(payout.Id);
            }
        });
        return codes;
    }

    /// <summary>An order, and what is reported of it afterwards. The amendments and refunds of an order leave the same whatever comes first.</summary>
    private static IEnumerable<ReferralInput> Reports(Random random, int number)
    {
        var (id, customer, day) = ($"o{number}", Customer($"f{number % Friends}"), 2 + number);
        yield return Order(random.Next(60, 120)).At(Day(day));
        switch (number % 4)
        {
            case 0:
                yield return Amendment.Of($"a{number}", Order(random.Next(60, 120))).At(Day(day + 0.5));
                yield return Refund.Of($"r{number}", id, Amount.Of(random.Next(1, 60), "EUR")).At(Day(day + 1));
                break;
            case 1:
                yield return Refund.OfWhole($"r{number}", id).At(Day(day + 1));
                yield return RefundCancellation.Of($"r{number}", id).At(Day(day + 2));
                break;
            case 2:
                yield return Refund.Of($"r{number}", id, Amount.Of(random.Next(1, 30), "EUR")).At(Day(day + 1));
                yield return Refund.Of($"s{number}", id, Amount.Of(random.Next(1, 30), "EUR")).At(Day(day + 2));
                break;
            default:
                break;
        }

        Conversion Order(int euros) => Conversion.Of(customer, id, "purchase", Amount.Of(euros, "EUR"));
    }

    private static async Task<SortedDictionary<string, long>> SpentAsync(Func<int, IReferralStore> store, ReferralInput[] inputs)
    {
        var engine = Engine(store(0));
        foreach (var input in inputs)
        {
            Assert.True((await engine.SubmitAsync(input)).IsAccepted);
        }

        return await SpentAsync(engine);
    }

    /// <summary>What the program has spent in each unit: granted, and not reversed.</summary>
    private static async Task<SortedDictionary<string, long>> SpentAsync(ReferralEngine engine)
    {
        var spent = new SortedDictionary<string, long>(StringComparer.Ordinal);
        await foreach (var line in engine.Operations.ReadLedgerAsync())
        {
            if (line.Account is LedgerAccount.Program or LedgerAccount.Reversed)
            {
                var unit = line.Amount.Unit.ToString();
                spent[unit] = spent.GetValueOrDefault(unit) - line.Amount.MinorUnits;
            }
        }

        return spent;
    }

    private static async Task WithAsync(Func<(IReferralStore Store, ReferralsDbContext? Context)> open, Func<ReferralEngine, Task> act)
    {
        var (store, context) = open();
        await using (context)
        {
            await act(Engine(store));
        }
    }

    private static ReferralEngine Engine(IReferralStore store) => new(store, new ReferralsOptions { MaxAttempts = 1_000 }.AddProgram(Program));

    private static (IReferralStore Store, ReferralsDbContext? Context) Open(ReferralsDbContext context) => (
        new EntityFrameworkReferralStore<ReferralsDbContext>(context, new EntityFrameworkStoreOptions { SqliteSurvivesPowerFailure = false }), context);

    private static CustomerId Customer(string name) => CustomerId.From(name);

    private static Instant Day(double day) => Start + Duration.FromDays(day);
}
