using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Referrals.EntityFrameworkCore.Tests.Sqlite;

public sealed class BusyTimeoutTests
{
    [Theory]
    [InlineData(0, 4)]
    [InlineData(2, 6)]
    public async Task Commit_waits_for_another_writer_as_long_as_the_options_say(int seconds, int atMost)
    {
        var database = new SqliteDatabase();
        await database.InitializeAsync();
        try
        {
            await using var other = new SqliteConnection(database.ConnectionString);
            await other.OpenAsync();
            await using var writing = await other.BeginTransactionAsync();
            await using var context = database.Context();
            var store = new EntityFrameworkReferralStore<ReferralsDbContext>(context, new EntityFrameworkStoreOptions { SqliteBusyTimeout = TimeSpan.FromSeconds(seconds) });
            var program = ReferralProgram.Create("p", p => p.RewardReferrer(r => r.Flat(1, "EUR")));
            var engine = new ReferralEngine(store, new ReferralsOptions().AddProgram(program));

            var start = Stopwatch.GetTimestamp();
            var failure = await Record.ExceptionAsync(async () => await engine.EnrollAsync(Enrollment.Of(CustomerId.From("alice"))));
            var waited = Stopwatch.GetElapsedTime(start);

            Assert.Equal(5, Assert.IsType<SqliteException>(failure).SqliteErrorCode);
            Assert.InRange(waited.TotalSeconds, seconds, atMost);
            await writing.RollbackAsync();
            Assert.True((await engine.EnrollAsync(Enrollment.Of(CustomerId.From("alice")))).HasCode);
        }
        finally
        {
            await database.DisposeAsync();
        }
    }
}
