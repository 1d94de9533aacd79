using NodaTime;
using Referrals.EntityFrameworkCore.Tests.PostgreSql;
using Referrals.EntityFrameworkCore.Tests.Sqlite;
using Referrals.Storage;

namespace Referrals.EntityFrameworkCore.Tests.Recovery;

/// <summary>Many writers at once on a real database; then its state is thrown away and made anew, and moved to another database.</summary>
[Collection(PostgresGroup.Name)]
public sealed class RecoveryTests(PostgresServer server)
{
    private const int Workers = 8;

    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);

    private static readonly ReferralProgram Program = ReferralProgram.Create("spring", p => p
        .Qualify(q => q.On("purchase"))
        .RewardReferrer(r => r.Flat(10, "EUR").AtMost(60, "EUR").HeldFor(TimePeriod.Days(3)))
        .RewardReferee(r => r.PercentOf(10, "EUR"))
        .Budget(250, "EUR"));

    [Fact]
    public async Task State_on_sqlite_is_rebuilt_and_moved()
    {
        var (source, rebuilt, moved) = (new SqliteDatabase(), new SqliteDatabase(), new SqliteDatabase());
        SqliteDatabase[] all = [source, rebuilt, moved];
        foreach (var database in all)
        {
            await database.InitializeAsync();
        }

        try
        {
            await CheckAsync(source.Context, rebuilt.Context, moved.Context);
        }
        finally
        {
            foreach (var database in all)
            {
                await database.DisposeAsync();
            }
        }
    }

    [PostgresFact]
    public async Task State_on_postgres_is_rebuilt_and_moved()
    {
        var source = await PostgresDatabase.CreateAsync(server);
        var rebuilt = await PostgresDatabase.CreateAsync(server);
        var moved = await PostgresDatabase.CreateAsync(server);
        await CheckAsync(source.Context, rebuilt.Context, moved.Context);
    }

    private static async Task CheckAsync(Func<ReferralsDbContext> source, Func<ReferralsDbContext> rebuilt, Func<ReferralsDbContext> moved)
    {
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => WorkAsync(source, worker))));
        await using var context = source();
        var engine = Engine(Store(context));
        await engine.Operations.ProcessDueAsync(Start + Duration.FromDays(4));
        var decided = await engine.Operations.ReadDecisionsAsync().CountAsync();

        await using var target = rebuilt();
        Assert.Equal(decided, await engine.Operations.RebuildAsync(Store(target)));
        Assert.Empty(await engine.Operations.CompareAsync(Store(target)).ToListAsync());
        Assert.Empty(await Engine(Store(target)).Operations.VerifyAsync());

        using var file = new MemoryStream();
        await engine.Operations.ExportAsync(file);
        file.Position = 0;
        await using var other = moved();
        await Engine(Store(other)).Operations.ImportAsync(file);
        Assert.Empty(await engine.Operations.CompareAsync(Store(other)).ToListAsync());
        Assert.Empty(await Engine(Store(other)).Operations.VerifyAsync());
    }

    /// <summary>Everybody works on the same few customers, so that every kind of conflict comes about.</summary>
    private static async Task WorkAsync(Func<ReferralsDbContext> open, int worker)
    {
        var random = new Random(worker);
        await using var context = open();
        var engine = Engine(Store(context));
        for (var step = 0; step < 40; step++)
        {
            var customer = CustomerId.From($"c{random.Next(12)}");
            var other = CustomerId.From($"c{random.Next(12)}");
            var visitor = VisitorId.From($"v{random.Next(6)}");
            var order = $"o{random.Next(60)}";
            ReferralInput input = random.Next(8) switch
            {
                0 => Enrollment.Of(customer),
                1 => Share.Of($"s{random.Next(10)}", customer, Channel.From("email")),
                2 => Touch.ClickOfShare($"s{random.Next(10)}", visitor, Start + Duration.FromMinutes(step)),
                3 => Identification.Of(visitor, customer),
                4 => SignUp.Of(customer).ByVisitor(visitor),
                5 => SignUp.Of(customer).ReferredBy(other),
                6 => Refund.OfWhole($"r{random.Next(30)}", order),
                _ => Conversion.Of(customer, order, "purchase", Amount.Of(random.Next(1, 90), "EUR")),
            };
            await engine.SubmitAsync(input is Touch ? input : ((ReferralInput)input).At(Start + Duration.FromMinutes(step)));
        }
    }

    private static EntityFrameworkReferralStore<ReferralsDbContext> Store(ReferralsDbContext context) =>
        new(context, new EntityFrameworkStoreOptions { SqliteSurvivesPowerFailure = false });

    private static ReferralEngine Engine(IReferralStore store) => new(store, new ReferralsOptions().AddProgram(Program));
}
