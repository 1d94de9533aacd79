using Microsoft.EntityFrameworkCore;
using NodaTime;
using Referrals.Storage;
using Referrals.Testing.Conformance;

namespace Referrals.EntityFrameworkCore.Tests.PostgreSql;

/// <summary>The store keeps its promise behind a pgbouncer in transaction mode, where one connection of ours is many of the server's.</summary>
[Collection(PostgresGroup.Name)]
public sealed class PgBouncerTests(PostgresServer server, PgBouncer bouncer, PgBouncerTests.Shared shared)
    : IClassFixture<PgBouncer>, IClassFixture<PgBouncerTests.Shared>
{
    private static readonly EntityFrameworkStoreOptions Unprepared = new() { PrepareStatements = false };

    public static TheoryData<string> Names => [.. StoreConformance.Cases.Select(one => one.Name)];

    [PgBouncerTheory]
    [MemberData(nameof(Names))]
    public async Task Store_behind_pgbouncer_keeps_its_promise(string name) =>
        await StoreConformance.Find(name).RunAsync(await shared.DatabaseAsync(server, bouncer), CancellationToken.None);

    [PgBouncerFact]
    public async Task Workers_behind_pgbouncer_never_overspend_and_the_books_verify()
    {
        var database = await BehindAsync(server, bouncer);
        var start = Instant.FromUtc(2026, 3, 1, 9, 0);
        var program = ReferralProgram.Create("spring", p => p
            .Qualify(q => q.On("purchase")).RewardReferrer(r => r.Flat(10, "EUR")).RewardReferee(r => r.Flat(2, "EUR")).Budget(300, "EUR"));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            await using var opened = await database.OpenAsync(default);
            var engine = new ReferralEngine(opened.Store, new ReferralsOptions().AddProgram(program));
            for (var i = 0; i < 3; i++)
            {
                await engine.EnrollAsync(Enrollment.Of(CustomerId.From($"referrer-{i}")).At(start));
            }

            for (var i = 0; i < 10; i++)
            {
                var referee = CustomerId.From($"referee-{worker}-{i}");
                await engine.SignUpAsync(SignUp.Of(referee).ReferredBy(CustomerId.From($"referrer-{i % 3}")).At(start));
                await engine.ConvertAsync(Conversion.Of(referee, $"order-{worker}-{i}", "purchase", Amount.Of(80, "EUR")).At(start));
            }
        })));

        await using var reading = await database.OpenAsync(default);
        var auditor = new ReferralEngine(reading.Store, new ReferralsOptions().AddProgram(program));
        Assert.Empty(await auditor.Operations.VerifyAsync());
        var granted = await auditor.Operations.ReadJournalAsync().Where(fact => fact.Kind == FactKind.RewardGranted).Select(fact => fact.Amount!.Value.Value).SumAsync();
        Assert.Equal(300, granted);
    }

    [PgBouncerFact]
    public async Task Transaction_of_the_host_stays_on_one_server_connection()
    {
        var database = await BehindAsync(server, bouncer);
        await using var context = database.Context();
        var store = new EntityFrameworkReferralStore<ReferralsDbContext>(context, Unprepared);
        var partition = Partition.Of(ProgramId.From("spring"));
        var key = RecordKey.Of(RecordKind.Customer, "ann");
        await using (await context.Database.BeginTransactionAsync())
        {
            Assert.Equal(CommitStatus.Committed, (await InsertAsync()).Status);
            Assert.Equal(CommitStatus.Conflict, (await InsertAsync()).Status);
            Assert.Equal(1, (await store.LoadAsync(partition, [key], default)).Count);
        }

        Assert.Equal(0, (await store.LoadAsync(partition, [key], default)).Count);

        ValueTask<CommitOutcome> InsertAsync() =>
            store.CommitAsync(CommitBatch.Of(partition, [StoreOperation.Insert(key, RecordContent.Of("{}"u8.ToArray()))]), default);
    }

    private static async Task<Behind> BehindAsync(PostgresServer server, PgBouncer bouncer)
    {
        var database = await PostgresDatabase.CreateAsync(server);
        return new Behind(bouncer.Before(database.ConnectionString));
    }

    /// <summary>One database for all cases of the class.</summary>
    public sealed class Shared
    {
        private IStoreUnderTest? _database;

        internal async Task<IStoreUnderTest> DatabaseAsync(PostgresServer server, PgBouncer bouncer) => _database ??= await BehindAsync(server, bouncer);
    }

    private sealed class Behind(string connectionString) : IStoreUnderTest
    {
        internal ReferralsDbContext Context() => new(new DbContextOptionsBuilder<ReferralsDbContext>().UseNpgsql(connectionString).Options);

        public ValueTask<OpenedStore> OpenAsync(CancellationToken cancellationToken)
        {
            var context = Context();
            return ValueTask.FromResult(new OpenedStore(new EntityFrameworkReferralStore<ReferralsDbContext>(context, Unprepared), context));
        }
    }
}
