using NodaTime;
using Referrals.EntityFrameworkCore.Tests.PostgreSql;
using Referrals.EntityFrameworkCore.Tests.Sqlite;
using Referrals.Storage;

namespace Referrals.EntityFrameworkCore.Tests.Hosting;

/// <summary>Eight workers convert with the real clock while versions are published, on every store: every decision was under what was in force.</summary>
[Collection(PostgresGroup.Name)]
public sealed class PublishingRaceTests(PostgresServer server)
{
    private const int Workers = 8;
    private const int Versions = 4;

    private static readonly ProgramId Spring = ProgramId.From("spring");
    private static readonly CustomerId Ann = CustomerId.From("ann");
    private static readonly Duration Lead = Duration.FromSeconds(1);

    /// <summary>When a version that was just published has begun, however the clocks of the machine differ.</summary>
    private static readonly TimeSpan Begun = (Lead + Duration.FromMilliseconds(300)).ToTimeSpan();

    [Fact]
    public Task Versions_are_followed_in_memory()
    {
        var store = new InMemoryReferralStore();
        return RunAsync(() => (store, null));
    }

    [Fact]
    public async Task Versions_are_followed_on_sqlite()
    {
        var database = new SqliteDatabase();
        await database.InitializeAsync();
        try
        {
            await RunAsync(() => Open(database.Context()));
        }
        finally
        {
            await database.DisposeAsync();
        }
    }

    [PostgresFact]
    public async Task Versions_are_followed_on_postgres()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await RunAsync(() => Open(database.Context()));
    }

    [PostgresFact]
    public async Task Of_eight_editors_one_is_first_on_postgres()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        var decisions = await Task.WhenAll(Enumerable.Range(0, Workers).Select(i => Task.Run(async () =>
        {
            var (store, context) = Open(database.Context());
            await using var _ = context;
            return await Engine(store, Options()).Publishing.SaveDraftAsync(Program(1), ProgramEdit.Of($"editor-{i}", "mine", 0));
        })));
        Assert.Single(decisions, one => one.IsAccepted);
        Assert.All(decisions.Where(one => !one.IsAccepted), one => Assert.Equal(DecisionCodes.ProgramChangedMeanwhile, one.Code));
    }

    private static async Task RunAsync(Func<(IReferralStore Store, IAsyncDisposable? Context)> open)
    {
        await WithAsync(open, Options(), async engine =>
        {
            await PublishAsync(engine, 1);
            await Task.Delay(Begun);
            Assert.True((await engine.EnrollAsync(Enrollment.Of(Ann))).HasCode);
        });
        using var done = new CancellationTokenSource();
        var workers = Enumerable.Range(0, Workers).Select(worker => Task.Run(async () =>
        {
            // An instance of its own: what it knows of the program it knows from the store.
            var options = Options();
            for (var i = 0; !done.IsCancellationRequested; i++)
            {
                var friend = CustomerId.From($"friend-{worker}-{i}");
                await WithAsync(open, options, async engine =>
                {
                    await engine.SignUpAsync(SignUp.Of(friend).ReferredBy(Ann));
                    var decision = await engine.ConvertAsync(Conversion.Of(friend, $"order-{worker}-{i}", "purchase", Amount.Of(80, "EUR")));
                    Assert.Equal(DecisionCodes.ConversionRewarded, decision.Code);
                });
            }
        })).ToArray();
        for (var version = 2; version <= Versions; version++)
        {
            await WithAsync(open, Options(), engine => PublishAsync(engine, version));
            await Task.Delay(Begun);
        }

        await done.CancelAsync();
        await Task.WhenAll(workers);
        await WithAsync(open, Options(), async engine =>
        {
            var status = await engine.Publishing.GetAsync();
            Assert.Equal(2 * Versions, status.Revision);
            var under = new HashSet<int>();
            await foreach (var decided in engine.Operations.ReadDecisionsAsync().Where(one => one.Input is SignUp or Conversion))
            {
                var expected = status.Versions.Last(one => one.From <= decided.Decision.OccurredAt).Version;
                Assert.Equal(expected, decided.Decision.Facts[0].ProgramVersion);
                under.Add(expected);
            }

            Assert.Equal(Enumerable.Range(1, Versions), under.Order());
            Assert.Empty(await engine.Operations.VerifyAsync());
            var target = new InMemoryReferralStore();
            await engine.Operations.RebuildAsync(target);
            Assert.Empty(await engine.Operations.CompareAsync(target).ToListAsync());
        });
    }

    private static async Task PublishAsync(ReferralEngine engine, int version)
    {
        var revision = (await engine.Publishing.GetAsync()).Revision;
        Assert.True((await engine.Publishing.SaveDraftAsync(Program(version), ProgramEdit.Of("lea", "next", revision))).IsAccepted);
        var decision = await engine.Publishing.PublishAsync(version, ProgramEdit.Of("lea", "next", revision + 1).AcceptingWarnings("a test"));
        Assert.True(decision.IsAccepted, decision.ToString());
    }

    private static async Task WithAsync(
        Func<(IReferralStore Store, IAsyncDisposable? Context)> open, ReferralsOptions options, Func<ReferralEngine, Task> act)
    {
        var (store, context) = open();
        await act(Engine(store, options));
        if (context is not null)
        {
            await context.DisposeAsync();
        }
    }

    private static ReferralsOptions Options() => new ReferralsOptions().StorePrograms(options => options.Lead = Lead.ToTimeSpan());

    private static ReferralEngine Engine(IReferralStore store, ReferralsOptions options) => new ReferralEngine(store, options).ForProgram(Spring);

    private static ReferralProgram Program(int version) => ReferralProgram.Create("spring", p => p
        .Version(version)
        .RewardReferrer(r => r.Named("thanks").Flat(version, "EUR").When(w => w.On("purchase"))));

    private static (IReferralStore Store, IAsyncDisposable? Context) Open(ReferralsDbContext context) =>
        (new EntityFrameworkReferralStore<ReferralsDbContext>(context), context);
}
