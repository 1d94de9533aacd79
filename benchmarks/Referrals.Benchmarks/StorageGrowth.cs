using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Referrals.EntityFrameworkCore;

namespace Referrals.Benchmarks;

/// <summary>
/// How long one decision takes with ten thousand, a hundred thousand and a million referees in the partition. The first referee is decided by
/// the engine; the others are copies of its rows under other names, made by the database itself.
/// </summary>
/// <remarks><c>dotnet run -c Release --project benchmarks/Referrals.Benchmarks -- growth [MOST REFEREES] [POSTGRES CONNECTION STRING]</c></remarks>
internal static class StorageGrowth
{
    private const int Decisions = 400;
    private const string Template = "referee-0000000";

    private static readonly ReferralProgram Program = ReferralProgram.Create("growth", p => p
        .Qualify(q => q.On("purchase"))
        .RewardReferrer(r => r.Flat(10, "EUR").AtMost(100_000, "EUR").HeldFor(TimePeriod.Days(14)))
        .RewardReferee(r => r.Flat(2, "EUR"))
        .Budget(1_000_000_000, "EUR"));

    internal static async Task<int> RunAsync(string[] args)
    {
        var most = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        var folder = Directory.CreateTempSubdirectory("referrals-growth-");
        var text = $"Data Source={Path.Combine(folder.FullName, "growth.db")}";
        await using (var context = new ReferralsDbContext(new DbContextOptionsBuilder<ReferralsDbContext>().UseSqlite(text).Options))
        {
            await RunAsync("SQLite", context, most);
        }

        SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
        if (args.Length > 1)
        {
            await using var context = new ReferralsDbContext(new DbContextOptionsBuilder<ReferralsDbContext>().UseNpgsql(args[1]).Options);
            await RunAsync("PostgreSQL", context, most);
        }

        return 0;
    }

    private static async Task RunAsync(string database, ReferralsDbContext context, int most)
    {
        context.Database.SetCommandTimeout(3600);
        await context.Database.CreateReferralsSchemaAsync();
        var store = new EntityFrameworkReferralStore<ReferralsDbContext>(context, new EntityFrameworkStoreOptions { SqliteSurvivesPowerFailure = false });
        var engine = new ReferralEngine(store, new ReferralsOptions().AddProgram(Program));
        for (var referrer = 0; referrer < 1000; referrer++)
        {
            await engine.EnrollAsync(Enrollment.Of(Referrer(referrer)));
        }

        await JourneyAsync(engine, Template, 0);
        var (have, next) = (1, 0);
        for (var size = 10_000; size <= most; size *= 10)
        {
            await FillAsync(context.Database.GetDbConnection(), database == "PostgreSQL", have, size);
            have = size;
            var sample = new List<double>();
            for (var i = 0; i < 50 + Decisions; i++)
            {
                next++;
                var elapsed = await JourneyAsync(engine, "new-" + next.ToString(CultureInfo.InvariantCulture), next);
                if (i >= 50)
                {
                    sample.Add(elapsed);
                }
            }

            sample.Sort();
            var views = new List<double>();
            for (var i = 0; i < 100; i++)
            {
                var watch = Stopwatch.StartNew();
                _ = await engine.GetParticipantAsync(CustomerId.From("new-" + (next - i).ToString(CultureInfo.InvariantCulture)));
                views.Add(watch.Elapsed.TotalMicroseconds);
            }

            views.Sort();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{database,-12} {size,9} referees: a conversion takes {sample[sample.Count / 2]:0} us (median), {sample[sample.Count * 95 / 100]:0} us (95 %); " +
                $"the view of a participant {views[views.Count / 2]:0} us (median)"));
        }
    }

    /// <summary>A sign-up and a conversion with two rewards; how long the conversion took, in microseconds.</summary>
    private static async Task<double> JourneyAsync(ReferralEngine engine, string referee, int number)
    {
        var customer = CustomerId.From(referee);
        await engine.SignUpAsync(SignUp.Of(customer).ReferredBy(Referrer(number % 1000)));
        var watch = Stopwatch.StartNew();
        var decision = await engine.ConvertAsync(Conversion.Of(customer, "order-of-" + referee, "purchase", Amount.Of(80, "EUR")));
        return decision.Grants.Count() == 2
            ? watch.Elapsed.TotalMicroseconds
            : throw new InvalidOperationException($"The conversion must earn two rewards; it answered {decision.Code}.");
    }

    private static CustomerId Referrer(int number) => CustomerId.From("referrer-" + number.ToString(CultureInfo.InvariantCulture));

    private static async Task FillAsync(DbConnection connection, bool postgres, int from, int to)
    {
        if (connection.State != System.Data.ConnectionState.Open)
        {
            await connection.OpenAsync();
        }

        var numbers = postgres
            ? $"generate_series({from}, {to - 1}) AS n(n)"
            : $"(WITH RECURSIVE c(n) AS (SELECT {from} UNION ALL SELECT n + 1 FROM c WHERE n < {to - 1}) SELECT n FROM c) AS n";
        var name = postgres ? "'referee-' || lpad(n.n::text, 7, '0')" : "printf('referee-%07d', n.n)";
        var value = postgres
            ? $"convert_to(replace(convert_from(t.\"value\", 'UTF8'), '{Template}', {name}), 'UTF8')"
            : $"CAST(replace(CAST(t.\"value\" AS TEXT), '{Template}', {name}) AS BLOB)";
        var position = postgres ? "" : ", \"position\"";
        const string Journal = "\"type\", \"occurred_at\", \"referrer\", \"channel\", \"segment\", \"unit\", \"quantity\", \"code\"";
        await TransactAsync(
            connection,
            $"""
            INSERT INTO referral_records ("partition", "kind", "id", "version", "due_at", "value"{position})
            SELECT t."partition", t."kind", replace(t."id", '{Template}', {name}), t."version", t."due_at", {value}
                {Positions("referral_records")}
            FROM referral_records t, {numbers} WHERE t."id" LIKE '%{Template}%'
            """,
            Lines("referral_facts"),
            Lines("referral_ledger"),
            $"""
            INSERT INTO referral_counters ("partition", "id", "number")
            SELECT t."partition", replace(t."id", '{Template}', {name}), t."number" FROM referral_counters t, {numbers} WHERE t."id" LIKE '%{Template}%'
            """);
        await TransactAsync(connection, "ANALYZE");

        string Positions(string table) => postgres ? "" : $", (SELECT max(\"position\") FROM {table}) + row_number() OVER ()";

        string Lines(string table) =>
            $"""
            INSERT INTO {table} ("partition", "id", "value", {Journal}, "customer", "subject"{position})
            SELECT t."partition", replace(t."id", '{Template}', {name}), {value}, {Journal.Replace("\"type\"", "t.\"type\"", StringComparison.Ordinal)},
                replace(t."customer", '{Template}', {name}), replace(t."subject", '{Template}', {name})
                {Positions(table)}
            FROM {table} t, {numbers} WHERE t."id" LIKE '%{Template}%'
            """;
    }

    private static async Task TransactAsync(DbConnection connection, params string[] texts)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var text in texts)
        {
            await using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandTimeout = 3600;
#pragma warning disable CA2100 // Made of constants and numbers.
            command.CommandText = text;
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }
}
