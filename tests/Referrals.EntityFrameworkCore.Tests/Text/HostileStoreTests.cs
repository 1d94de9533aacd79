using NodaTime;
using Referrals.EntityFrameworkCore.Tests.PostgreSql;
using Referrals.EntityFrameworkCore.Tests.Sqlite;
using Referrals.Pipeline;
using Referrals.Storage;
using Referrals.Testing;
using Referrals.Testing.Conformance;
using Referrals.Tests.Vocabulary.Text;

namespace Referrals.EntityFrameworkCore.Tests.Text;

/// <summary>Whatever an input can hold gets the same answer from every store: no database says by itself what a text or a time may be.</summary>
[Collection(PostgresGroup.Name)]
public sealed class HostileStoreTests(PostgresServer server)
{
    [Fact]
    public async Task Sqlite_answers_like_the_store_in_memory()
    {
        var database = new SqliteDatabase();
        await database.InitializeAsync();
        try
        {
            await using var context = database.Context();
            await AnswersLikeMemoryAsync(new EntityFrameworkReferralStore<ReferralsDbContext>(context, new EntityFrameworkStoreOptions { SqliteSurvivesPowerFailure = false }));
        }
        finally
        {
            await database.DisposeAsync();
        }
    }

    [PostgresFact]
    public async Task Postgres_answers_like_the_store_in_memory()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await using var context = database.Context();
        await AnswersLikeMemoryAsync(new EntityFrameworkReferralStore<ReferralsDbContext>(context));
    }

    private static async Task AnswersLikeMemoryAsync(IReferralStore store)
    {
        var (memory, other) = (Engine(new InMemoryReferralStore()), Engine(store));
        var told = 0;
        foreach (var call in HostileInputs.Calls().Where(static call => call.Input is not null and not Erasure))
        {
            var expected = await memory.SubmitAsync(call.Input!);
            var answer = await other.SubmitAsync(call.Input!);
            Assert.True(expected.Code == answer.Code && expected.Explanation.ToText() == answer.Explanation.ToText(), $"{call}: {expected.Code}, {answer.Code}");
            told++;
        }

        Assert.True(told > 300, $"Only {told} inputs were told.");
        Assert.Equal(await memory.Operations.ReadJournalAsync().CountAsync(), await other.Operations.ReadJournalAsync().CountAsync());
        Assert.Empty(await other.Operations.VerifyAsync());
    }

    private static ReferralEngine Engine(IReferralStore store)
    {
        var program = ReferralProgram.Create("p", p => p.Links("https://shop.example/r/{code}").RewardReferrer(r => r.Flat(10, "EUR")));
        return new ReferralEngine(
            store, new ReferralsOptions().AddProgram(program), new FakeClock(Instant.FromUtc(2026, 3, 1, 12, 0)), new SeededRandomness(7));
    }
}
