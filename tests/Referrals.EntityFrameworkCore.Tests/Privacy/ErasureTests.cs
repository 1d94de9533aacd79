using System.Data.Common;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Referrals.EntityFrameworkCore.Tests.PostgreSql;
using Referrals.EntityFrameworkCore.Tests.Sqlite;

namespace Referrals.EntityFrameworkCore.Tests.Privacy;

/// <summary>A person is erased from a real database, while others work: no row of any table names them, and the books verify.</summary>
[Collection(PostgresGroup.Name)]
public sealed class ErasureTests(PostgresServer server)
{
    private const string Bob = "bob@example.com";
    private const string Device = "device-of-bob";

    /// <summary>What is told of bob besides; none of it may be left anywhere.</summary>
    private static readonly string[] Told = [Bob, Device, "the-segment-of-bob", "the-plan-of-bob", "the-town-of-bob", "the-second-segment", "domain-of-bob.example"];

    private static readonly string[] Tables = ["referral_records", "referral_facts", "referral_ledger", "referral_counters", "referral_outbox"];
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);
    private static readonly byte[] Key = Encoding.UTF8.GetBytes("a key of thirty-two bytes or more");

    private static readonly SignalHasher Hasher = SignalHasher.Create("a pepper of thirty-two bytes or more"u8);

    private static readonly ReferralProgram Program = ReferralProgram.Create("spring", p => p
        .Qualify(q => q.On("purchase"))
        .Guard(g => g.Against(Referrals.Guard.BlockedDomains("blocked.example")))
        .RewardReferrer(r => r.Flat(10, "EUR").When(w => w.And(Referrals.Condition.Not(Referrals.Condition.In(Referrals.Field.Referee("plan"), "none")))))
        .RewardReferrer(r => r.Named("rare").Flat(10, "EUR").When(w => w.InSegment("rare")))
        .RewardReferee(r => r.Flat(2, "EUR").HeldFor(TimePeriod.Days(14))));

    [Fact]
    public async Task Erased_person_is_in_no_row_of_sqlite_and_in_no_byte_of_its_file_after_a_vacuum()
    {
        var database = new SqliteDatabase();
        await database.InitializeAsync();
        try
        {
            await CheckAsync(database.Context);
            await using var context = database.Context();
            await context.Database.ExecuteSqlRawAsync("VACUUM");
            await context.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
            var file = database.ConnectionString["Data Source=".Length..];
            foreach (var path in Directory.GetFiles(Path.GetDirectoryName(file)!))
            {
                await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                var bytes = new byte[stream.Length];
                await stream.ReadExactlyAsync(bytes);
                Assert.All(Told, text => Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text))));
            }
        }
        finally
        {
            await database.DisposeAsync();
        }
    }

    [PostgresFact]
    public async Task Erased_person_is_in_no_row_of_postgres()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await CheckAsync(database.Context);
    }

    private static async Task CheckAsync(Func<ReferralsDbContext> open)
    {
        await using var context = open();
        var engine = Engine(context);
        await JourneyAsync(engine);
        Assert.Equal("referral_records", Assert.Single(await TablesWithAsync(context, Bob)));
        var surrogate = (await engine.Privacy.FindPseudonymAsync(CustomerId.From(Bob)))!.Value;
        var lines = await engine.Operations.ReadLedgerAsync().CountAsync();

        var others = Enumerable.Range(0, 4).Select(worker => Task.Run(() => WorkAsync(open, worker)));
        var working = Task.WhenAll(others);
        Assert.NotNull(await engine.Privacy.EraseAsync(CustomerId.From(Bob)));
        await working;

        foreach (var text in Told)
        {
            Assert.Empty(await TablesWithAsync(context, text));
        }

        Assert.Null(await engine.Privacy.ResolvePersonAsync(surrogate));
        Assert.Equal(lines, await engine.Operations.ReadLedgerAsync().Take(lines).CountAsync());
        Assert.Empty(await engine.Operations.VerifyAsync());
        await engine.Operations.ProcessDueAsync(Start + Duration.FromDays(30));
        Assert.True((await engine.RefundAsync(Refund.OfWhole("refund-1", "order-1").At(Start))).IsAccepted);
        Assert.Empty(await engine.Operations.VerifyAsync());

        var facts = await engine.Operations.ReadJournalAsync().CountAsync();
        var again = await engine.ConvertAsync(Order());
        Assert.True(again.IsRepeated);
        Assert.Equal(2, again.Grants.Count());
        Assert.Equal("conversion.duplicate", (await engine.ConvertAsync(Conversion.Of(CustomerId.From(Bob), "order-1", "purchase", Amount.Of(90, "EUR")).At(Start))).Code);
        Assert.Equal(facts, await engine.Operations.ReadJournalAsync().CountAsync());
        foreach (var text in Told)
        {
            Assert.Empty(await TablesWithAsync(context, text));
        }

        var rebuilt = new Referrals.Storage.InMemoryReferralStore();
        await engine.Operations.RebuildAsync(rebuilt);
        Assert.Empty(await engine.Operations.CompareAsync(rebuilt).ToListAsync());
    }

    private static Conversion Order() => Conversion.Of(CustomerId.From(Bob), "order-1", "purchase", Amount.Of(80, "EUR")).At(Start);

    private static async Task JourneyAsync(ReferralEngine engine)
    {
        var (ann, bob, device) = (CustomerId.From("ann@example.com"), CustomerId.From(Bob), VisitorId.From(Device));
        var enrolled = await engine.EnrollAsync(Enrollment.Of(ann).At(Start));
        await engine.TouchAsync(Touch.CodeEntry(enrolled.Code.Value, device, Start));
        var signals = Hasher.Signals(s => s.Email("bob@domain-of-bob.example"));
        await engine.SignUpAsync(SignUp.Of(bob).ByVisitor(device).InSegment("the-segment-of-bob").With("plan", "the-plan-of-bob").With(signals).At(Start));
        await engine.EnrollAsync(Enrollment.Of(bob).InSegment("the-segment-of-bob").With("town", "the-town-of-bob").With(signals).At(Start));
        await engine.SubmitAsync(CustomerUpdate.Of(bob).InSegment("the-second-segment").With("plan", "the-plan-of-bob").At(Start));
        var decision = await engine.ConvertAsync(Order());
        Assert.Equal(2, decision.Grants.Count());
    }

    private static async Task WorkAsync(Func<ReferralsDbContext> open, int worker)
    {
        await using var context = open();
        var engine = Engine(context);
        for (var i = 0; i < 10; i++)
        {
            var customer = CustomerId.From($"c{worker}-{i}@example.com");
            await engine.SignUpAsync(SignUp.Of(customer).ReferredBy(CustomerId.From("ann@example.com")).At(Start));
            await engine.ConvertAsync(Conversion.Of(customer, $"order-{worker}-{i}", "purchase", Amount.Of(80, "EUR")).At(Start));
        }
    }

    /// <summary>Every value of every column of every row, whatever its type.</summary>
    private static async Task<List<string>> TablesWithAsync(ReferralsDbContext context, string text)
    {
        var found = new List<string>();
        await context.Database.OpenConnectionAsync();
        foreach (var table in Tables)
        {
            await using var command = context.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // A constant.
            command.CommandText = $"SELECT * FROM {table}";
#pragma warning restore CA2100
            await using var reader = await command.ExecuteReaderAsync();
            if (await AnyAsync(reader, text))
            {
                found.Add(table);
            }
        }

        await context.Database.CloseConnectionAsync();
        return found;
    }

    private static async Task<bool> AnyAsync(DbDataReader reader, string text)
    {
        while (await reader.ReadAsync())
        {
            for (var i = 0; i < reader.FieldCount; i++)
            {
                var value = reader.GetValue(i) is byte[] bytes ? Encoding.UTF8.GetString(bytes) : reader.GetValue(i).ToString();
                if (value?.Contains(text, StringComparison.Ordinal) == true)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static ReferralEngine Engine(ReferralsDbContext context) => new(
        new EntityFrameworkReferralStore<ReferralsDbContext>(context, new EntityFrameworkStoreOptions { SqliteSurvivesPowerFailure = false }),
        new ReferralsOptions().AddProgram(Program).UsePseudonyms(Key).PublishEvents(o => o.Source = "https://shop.example"));
}
