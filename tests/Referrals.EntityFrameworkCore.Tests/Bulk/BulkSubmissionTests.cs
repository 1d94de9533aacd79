using Microsoft.EntityFrameworkCore;
using NodaTime;
using Referrals.EntityFrameworkCore.Tests.PostgreSql;
using Referrals.EntityFrameworkCore.Tests.Sqlite;
using Referrals.Ledger;
using Referrals.Pipeline;
using Referrals.Storage;
using Referrals.Testing;

namespace Referrals.EntityFrameworkCore.Tests.Bulk;

/// <summary>Many inputs at once leave what they leave one by one.</summary>
[Collection(PostgresGroup.Name)]
public sealed class BulkSubmissionTests(PostgresServer server)
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);

    private static readonly ReferralProgram Program = ReferralProgram.Create("spring", p => p
        .Links("https://shop.example/r/{code}")
        .Qualify(q => q.On("purchase").AtLeast(30, "EUR"))
        .RewardReferrer(r => r.Named("thanks").PercentOf(10, "EUR", ceiling: 20).AtMost(60, "EUR", per: TimeFrame.CalendarMonth).HeldFor(TimePeriod.Days(3)))
        .RewardReferrer(r => r.Named("third").AtMilestone(3, 5, "EUR"))
        .RewardReferee(r => r.Flat(5, "EUR"))
        .Budget(900, "EUR"));

    [Fact]
    public Task Many_inputs_leave_on_sqlite_what_they_leave_one_by_one() => OnSqliteAsync(LeavesTheSameAsync);

    [PostgresFact]
    public Task Many_inputs_leave_on_postgres_what_they_leave_one_by_one() => OnPostgresAsync(LeavesTheSameAsync);

    [Fact]
    public Task Group_that_meets_another_worker_on_sqlite_is_decided_again() => OnSqliteAsync(MeetsAnotherAsync);

    [PostgresFact]
    public Task Group_that_meets_another_worker_on_postgres_is_decided_again() => OnPostgresAsync(MeetsAnotherAsync);

    [Fact]
    public Task Application_on_sqlite_takes_all_of_it_back() => OnSqliteAsync(IsTakenBackAsync);

    [PostgresFact]
    public Task Application_on_postgres_takes_all_of_it_back() => OnPostgresAsync(IsTakenBackAsync);

    [Fact]
    public Task What_came_before_an_input_that_cannot_be_decided_is_stored() => OnSqliteAsync(async database =>
    {
        await using var context = database();
        var engine = Engine(context);
        var told = new List<DecidedInput>();
        await Assert.ThrowsAsync<ArgumentNullException>(async () =>
        {
            await foreach (var decided in engine.Operations.SubmitManyAsync(Inputs().Take(30).Append(null!).ToAsyncEnumerable()))
            {
                told.Add(decided);
            }
        });

        Assert.Equal(30, told.Count);
        foreach (var decided in told.Where(static each => each.Decision.IsAccepted))
        {
            Assert.True((await engine.SubmitAsync(decided.Input)).IsRepeated);
        }

        Assert.Empty(await engine.Operations.VerifyAsync());
    });

    private static async Task LeavesTheSameAsync(Func<ReferralsDbContext> database)
    {
        var one = new InMemoryReferralStore();
        var single = Engine(one);
        await using var context = database();
        var engine = Engine(context);

        // A run that starts again after it was stopped adds what is missing, and nothing twice.
        foreach (var repeated in (bool[])[false, true])
        {
            var expected = new List<string>();
            foreach (var input in Inputs())
            {
                expected.Add((await single.SubmitAsync(input)).ToString());
            }

            var decided = await engine.Operations.SubmitManyAsync(Inputs().ToAsyncEnumerable()).ToListAsync();
            Assert.Equal(expected, decided.Select(static each => each.Decision.ToString()));
            Assert.Equal(repeated, decided.Count(static each => each.Decision.IsRepeated) > 400);
            Assert.Empty(await engine.Operations.CompareAsync(one).ToListAsync());
            Assert.Empty(await engine.Operations.VerifyAsync());
        }
    }

    /// <summary>While the group is made, somebody else takes what is left of the budget and tells some of the same inputs.</summary>
    private static async Task MeetsAnotherAsync(Func<ReferralsDbContext> database)
    {
        await using var context = database();
        var engine = Engine(context);
        var decided = await engine.Operations.SubmitManyAsync(WithAnotherWorkerAsync(database)).ToListAsync();
        Assert.Equal(Inputs(), decided.Select(static each => each.Input));
        Assert.All(TakenByOthers, place => Assert.True(decided[place].Decision.IsRepeated));
        Assert.Empty(await engine.Operations.VerifyAsync());
        var granted = (await engine.Operations.ReadLedgerAsync().ToListAsync())
            .Where(static line => line.Account == LedgerAccount.Program).Sum(static line => -line.Amount.MinorUnits);
        Assert.InRange(granted, 1, 90_000);
    }

    /// <summary>The places of some conversions, two of them in one group.</summary>
    private static int[] TakenByOthers
    {
        get
        {
            int[] all = [.. Inputs().Index().Where(static each => each.Item is Conversion).Select(static each => each.Index)];
            return [all[30], all[31], all[60]];
        }
    }

    private static async IAsyncEnumerable<ReferralInput> WithAnotherWorkerAsync(Func<ReferralsDbContext> database)
    {
        foreach (var (place, input) in Inputs().Index())
        {
            if (TakenByOthers.Contains(place))
            {
                await using var other = database();
                await Engine(other).SubmitAsync(input);
            }

            yield return input;
        }
    }

    private static async Task IsTakenBackAsync(Func<ReferralsDbContext> database)
    {
        await using (var context = database())
        {
            await using var transaction = await context.Database.BeginTransactionAsync();
            Assert.Equal(Inputs().Count(), await Engine(context).Operations.SubmitManyAsync(Inputs().ToAsyncEnumerable()).CountAsync());
            await transaction.RollbackAsync();
        }

        await using (var context = database())
        {
            Assert.Equal(0, await Engine(context).Operations.ReadDecisionsAsync().CountAsync());
            await using var transaction = await context.Database.BeginTransactionAsync();
            await foreach (var decided in Engine(context).Operations.SubmitManyAsync(Inputs().ToAsyncEnumerable()))
            {
                Assert.False(decided.Decision.IsRepeated);
            }

            await transaction.CommitAsync();
        }

        await using var after = database();
        Assert.Empty(await Engine(after).Operations.VerifyAsync());
        Assert.NotEqual(0, await Engine(after).Operations.ReadDecisionsAsync().CountAsync());
    }

    /// <summary>Some 500 inputs of few people, so that much of what happens rests on what has just happened; each identity once.</summary>
    private static IEnumerable<ReferralInput> Inputs()
    {
        var (random, seen) = (new Random(17), new HashSet<string>());
        for (var step = 0; step < 900; step++)
        {
            var (customer, other, visitor) = (CustomerId.From($"c{random.Next(40)}"), CustomerId.From($"c{random.Next(40)}"), VisitorId.From($"v{random.Next(20)}"));
            var (order, at) = (random.Next(200), Start + Duration.FromMinutes(20 * step));
            ReferralInput input = random.Next(10) switch
            {
                0 => Enrollment.Of(customer).At(at),
                1 => Share.Of($"s{random.Next(60)}", customer, Channel.From("email")).At(at),
                2 => Touch.ClickOfShare($"s{random.Next(60)}", visitor, at),
                3 => Identification.Of(visitor, customer).At(at),
                4 => SignUp.Of(customer).ByVisitor(visitor).At(at),
                5 => SignUp.Of(customer).ReferredBy(other).At(at),
                6 => Refund.OfWhole($"r{order}", $"o{order}").At(at),
                7 => Redemption.Of($"u{order}", customer, Amount.Of(1, "EUR")).At(at),
                _ => Conversion.Of(CustomerId.From($"c{order % 40}"), $"o{order}", "purchase", Amount.Of(order, "EUR")).At(at),
            };
            if (seen.Add(input.Key))
            {
                yield return input;
            }
        }
    }

    private static async Task OnSqliteAsync(Func<Func<ReferralsDbContext>, Task> check)
    {
        var database = new SqliteDatabase();
        await database.InitializeAsync();
        try
        {
            await check(database.Context);
        }
        finally
        {
            await database.DisposeAsync();
        }
    }

    private async Task OnPostgresAsync(Func<Func<ReferralsDbContext>, Task> check) => await check((await PostgresDatabase.CreateAsync(server)).Context);

    private static ReferralEngine Engine(ReferralsDbContext context) => Engine(
        new EntityFrameworkReferralStore<ReferralsDbContext>(context, new EntityFrameworkStoreOptions { SqliteSurvivesPowerFailure = false }));

    private static ReferralEngine Engine(IReferralStore store) =>
        new(store, new ReferralsOptions().AddProgram(Program), new FakeClock(Start + Duration.FromDays(60)), new SeededRandomness(7));
}
