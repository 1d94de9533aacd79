using NodaTime;
using Referrals.EntityFrameworkCore.Tests.PostgreSql;
using Referrals.EntityFrameworkCore.Tests.Sqlite;
using Referrals.Storage;

namespace Referrals.EntityFrameworkCore.Tests.Guarding;

/// <summary>Guards under eight workers with the real clock, and told latest first, on every store: what may be referred once is referred once.</summary>
[Collection(PostgresGroup.Name)]
public sealed class GuardRaceTests(PostgresServer server)
{
    private const int Workers = 8;
    private const int Each = 4;

    private static readonly SignalHasher Hasher = SignalHasher.Create([.. Enumerable.Range(1, 32).Select(i => (byte)i)]);

    /// <summary>Each guard with how many of all may be referred.</summary>
    private static readonly (string Name, Action<GuardPolicyBuilder> Guards, Func<int, PersonSignals> Signals, int Expected)[] Cases =
    [
        ("referrer", g => g.Against(Guard.ReferralsPerReferrer(3, TimePeriod.Days(1)).Refusing()), i => Mail($"c{i}"), 3),
        ("signal", g => g.Against(Guard.CustomersPerSignal(SignalKind.Device, 3, TimePeriod.Days(1)).Refusing()), _ => Device(), 3),
        ("referred", g => g.Against(Guard.AlreadyReferred()), _ => Mail("bob"), 1),
        ("recommended", g => g.Recommended(), _ => Mail("bob"), 1),
        ("device", g => g.Against(Guard.SharedDevice(SignalScope.Referees).Refusing()), _ => Device(), 1),
        ("e-mail", g => g.Against(Guard.SameEmail(SignalScope.Program)), _ => Mail("bob"), 1),
    ];

    [Fact]
    public async Task Guards_hold_in_memory()
    {
        foreach (var (_, guards, signals, expected) in Cases)
        {
            var store = new InMemoryReferralStore();
            await CheckAsync(() => (store, null), guards, signals, expected);
        }
    }

    [Fact]
    public async Task Guards_hold_on_sqlite()
    {
        foreach (var (_, guards, signals, expected) in Cases)
        {
            var database = new SqliteDatabase();
            await database.InitializeAsync();
            try
            {
                await CheckAsync(() => Open(database.Context()), guards, signals, expected);
            }
            finally
            {
                await database.DisposeAsync();
            }
        }
    }

    [PostgresFact]
    public async Task Guards_hold_on_postgres()
    {
        foreach (var (_, guards, signals, expected) in Cases)
        {
            var database = await PostgresDatabase.CreateAsync(server);
            await CheckAsync(() => Open(database.Context()), guards, signals, expected);
        }
    }

    [Fact]
    public async Task Circle_of_three_never_closes_on_sqlite()
    {
        for (var round = 0; round < 5; round++)
        {
            var database = new SqliteDatabase();
            await database.InitializeAsync();
            try
            {
                await CircleAsync(() => Open(database.Context()));
            }
            finally
            {
                await database.DisposeAsync();
            }
        }
    }

    [PostgresFact]
    public async Task Circle_of_three_never_closes_on_postgres()
    {
        for (var round = 0; round < 10; round++)
        {
            var database = await PostgresDatabase.CreateAsync(server);
            await CircleAsync(() => Open(database.Context()));
        }
    }

    private static async Task CircleAsync(Func<(IReferralStore Store, ReferralsDbContext? Context)> open)
    {
        var program = ReferralProgram.Create("circle", p => p.RewardReferrer(r => r.Flat(10, "EUR")));
        CustomerId[] people = [CustomerId.From("a"), CustomerId.From("b"), CustomerId.From("c")];
        await WithAsync(open, program, async engine =>
        {
            foreach (var person in people)
            {
                _ = await engine.EnrollAsync(Enrollment.Of(person));
            }
        });
        var decisions = await Task.WhenAll(people.Select((person, i) => Task.Run(() => WithAsync(
            open, program, async engine => await engine.SignUpAsync(SignUp.Of(person).ReferredBy(people[(i + 1) % 3]))))));
        Assert.InRange(decisions.Count(decision => decision.Code == DecisionCodes.SignUpReferred), 1, 2);
    }

    private static async Task CheckAsync(
        Func<(IReferralStore Store, ReferralsDbContext? Context)> open, Action<GuardPolicyBuilder> guards, Func<int, PersonSignals> signals, int expected)
    {
        var raced = ReferralProgram.Create("raced", p => p.Guard(guards).RewardReferrer(r => r.Flat(10, "EUR")));
        var backwards = ReferralProgram.Create("backwards", p => p.Guard(guards).RewardReferrer(r => r.Flat(10, "EUR")));
        _ = await WithAsync(open, raced, engine => engine.EnrollAsync(Enrollment.Of(CustomerId.From("alice"))));
        var decisions = await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => WithAsync(open, raced, async engine =>
        {
            var told = new List<Decision>();
            for (var i = 0; i < Each; i++)
            {
                told.Add(await engine.SignUpAsync(SignUpOf((worker * Each) + i)));
            }

            return told;
        }))));
        Assert.Equal(expected, Referred(decisions.SelectMany(told => told)));

        await WithAsync(open, backwards, async engine =>
        {
            var start = Instant.FromUtc(2026, 3, 1, 9, 0);
            _ = await engine.EnrollAsync(Enrollment.Of(CustomerId.From("alice")).At(start));
            var told = new List<Decision>();
            for (var i = Workers; i > 0; i--)
            {
                told.Add(await engine.SignUpAsync(SignUpOf(i).At(start + Duration.FromMinutes(i))));
            }

            Assert.Equal(expected, Referred(told));
            return told;
        });

        SignUp SignUpOf(int i) => SignUp.Of(CustomerId.From($"c{i}")).ReferredBy(CustomerId.From("alice")).With(signals(i));
    }

    private static int Referred(IEnumerable<Decision> decisions) => decisions.Count(decision => decision.Code == DecisionCodes.SignUpReferred);

    private static async Task<T> WithAsync<T>(
        Func<(IReferralStore Store, ReferralsDbContext? Context)> open, ReferralProgram program, Func<ReferralEngine, ValueTask<T>> act)
    {
        var (store, context) = open();
        await using (context)
        {
            return await act(new ReferralEngine(store, new ReferralsOptions { MaxAttempts = 1_000 }.AddProgram(program)));
        }
    }

    private static Task WithAsync(
        Func<(IReferralStore Store, ReferralsDbContext? Context)> open, ReferralProgram program, Func<ReferralEngine, Task> act) =>
        WithAsync(open, program, async engine =>
        {
            await act(engine);
            return 0;
        });

    private static (IReferralStore Store, ReferralsDbContext? Context) Open(ReferralsDbContext context) => (
        new EntityFrameworkReferralStore<ReferralsDbContext>(context, new EntityFrameworkStoreOptions { SqliteSurvivesPowerFailure = false }), context);

    private static PersonSignals Mail(string name) => Hasher.Signals(s => s.Email($"{name}@x.example"));

    private static PersonSignals Device() => Hasher.Signals(s => s.Device("d"));
}
