using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Referrals.EntityFrameworkCore.Tests.Sqlite;
using Referrals.Operations;
using Referrals.Testing;

namespace Referrals.EntityFrameworkCore.Tests.Auditing;

/// <summary>Somebody lays hands on the database: each column of each table, one row of each sort, and the audit must say so.</summary>
public sealed class TamperingTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);
    private static readonly byte[] Key = Encoding.UTF8.GetBytes("a key of thirty-two bytes or more");
    private static readonly SignalHasher Hasher = SignalHasher.Create(Encoding.UTF8.GetBytes("a pepper of thirty-two bytes or more"));

    /// <summary>Columns of which a change tells nothing wrong, and why.</summary>
    private static readonly Dictionary<string, string> CannotMatter = new(StringComparer.Ordinal)
    {
        ["referral_records.position"] = "Orders scans. Of events it is the order of the journal, which a test of its own changes; of others nobody reads it.",
        ["referral_facts.position"] = "Orders scans; what depends on the order is changed by a test of its own.",
        ["referral_ledger.position"] = "Orders scans; what depends on the order is changed by a test of its own.",
        ["referral_outbox.partition"] = "A message that is not here is one that was delivered; where it then is, its event is unknown.",
        ["referral_outbox.position"] = "Orders the delivery within a stream, and begins anew once all is delivered.",
        ["referral_outbox.version"] = "Grows with each lease.",
        ["referral_outbox.due_at"] = "Moves with each lease and each failure.",
    };

    /// <summary>What a row is one of: each sort is tampered with once.</summary>
    private static readonly Dictionary<string, string> Sorts = new(StringComparer.Ordinal)
    {
        ["referral_records"] = "kind",
        ["referral_facts"] = "type",
        ["referral_ledger"] = "type",
        ["referral_outbox"] = "partition",
        ["referral_counters"] = "substr(id, 1, instr(id || ':', ':'))",
    };

    [Fact]
    public async Task Each_column_of_each_table_that_is_changed_is_found()
    {
        await using var host = await TamperedHost.CreateAsync();
        Assert.Empty(await host.Engine.Operations.VerifyAsync());
        var unnoticed = new List<string>();
        var tried = 0;
        foreach (var (table, columns) in host.Tables())
        {
            foreach (var row in await host.RowsAsync(table, Sorts[table]))
            {
                foreach (var (column, set) in columns.SelectMany(column => Changes(table, column).Select(set => (column, set))))
                {
                    var name = $"{table}.{column}";
                    if (CannotMatter.ContainsKey(name))
                    {
                        continue;
                    }

                    tried++;
                    if (await host.IsUnnoticedAsync($"UPDATE {table} SET {column} = {set} WHERE rowid = {row}"))
                    {
                        unnoticed.Add($"{name} = {set} of {await host.DescribeAsync(table, row)}");
                    }
                }
            }
        }

        Assert.True(tried > 300, $"Only {tried} changes were tried.");
        Assert.True(unnoticed.Count == 0, string.Join('\n', unnoticed));
    }

    [Fact]
    public async Task Each_row_that_is_deleted_or_doubled_is_found()
    {
        await using var host = await TamperedHost.CreateAsync();
        var unnoticed = new List<string>();
        foreach (var (table, columns) in host.Tables())
        {
            foreach (var row in await host.RowsAsync(table, Sorts[table]))
            {
                // A message that is gone is one that was delivered; nothing else tells of its delivery.
                if (table != "referral_outbox" && await host.IsUnnoticedAsync($"DELETE FROM {table} WHERE rowid = {row}"))
                {
                    unnoticed.Add($"deleted: {await host.DescribeAsync(table, row)}");
                }

                var values = columns.Select(static column => column is "id" ? "id || 'x'" : column is "position" ? "position + 1000000" : column);
                if (await host.IsUnnoticedAsync(
                    $"INSERT INTO {table} ({string.Join(", ", columns)}) SELECT {string.Join(", ", values)} FROM {table} WHERE rowid = {row}"))
                {
                    unnoticed.Add($"doubled: {await host.DescribeAsync(table, row)}");
                }
            }
        }

        Assert.True(unnoticed.Count == 0, string.Join('\n', unnoticed));
    }

    /// <summary>A refusal leaves nothing but its event.</summary>
    [Fact]
    public async Task Refusal_that_is_deleted_is_found()
    {
        await using var host = await TamperedHost.CreateAsync();
        Assert.True(await host.CountAsync("SELECT count(*) FROM referral_records WHERE kind = 0 AND id = 'refused:redemption.too_much/redeem:red-2'") == 1);
        Assert.False(await host.IsUnnoticedAsync("DELETE FROM referral_records WHERE kind = 0 AND id = 'refused:redemption.too_much/redeem:red-2'"));
    }

    [Theory]
    [InlineData("UPDATE referral_ledger SET position = position + 1000000 WHERE position = (SELECT min(position) FROM referral_ledger)")]
    [InlineData("UPDATE referral_facts SET position = position + 1000000 WHERE position = (SELECT min(position) FROM referral_facts WHERE type = 'ReferralCreated')")]
    [InlineData("UPDATE referral_records SET position = position + 1000000 WHERE kind = 0 AND id = 'conversion:o1'")]
    public async Task Row_that_is_moved_behind_what_rests_on_it_is_found(string sql)
    {
        await using var host = await TamperedHost.CreateAsync();
        Assert.False(await host.IsUnnoticedAsync(sql));
    }

    [Fact]
    public async Task Finding_names_the_record()
    {
        await using var host = await TamperedHost.CreateAsync();
        var findings = await host.TamperAsync("UPDATE referral_records SET id = 'XXXX' WHERE kind = 2 AND rowid = (SELECT min(rowid) FROM referral_records WHERE kind = 2)");
        Assert.Contains(findings, static finding => finding is { Code: AuditCodes.RecordChanged, Subject: "Code:XXXX" });
        findings = await host.TamperAsync("UPDATE referral_counters SET number = number + 1 WHERE id LIKE 'tally/cap:%'");
        Assert.Contains(findings, static finding => finding.Code == AuditCodes.RecordChanged && finding.Subject.StartsWith("Counter:tally/cap:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Row_that_cannot_be_read_does_not_hide_the_others()
    {
        await using var host = await TamperedHost.CreateAsync();
        var findings = await host.TamperAsync(
            "UPDATE referral_records SET value = x'00' WHERE kind IN (0, 1); UPDATE referral_ledger SET value = x'7B7D'; UPDATE referral_facts SET value = x''; "
            + "UPDATE referral_counters SET number = number + 1 WHERE id LIKE 'balance:%'");
        Assert.Contains(findings, static finding => finding.Code == AuditCodes.Unreadable);
        Assert.Contains(findings, static finding => finding.Subject.StartsWith("Ledger:", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Changes(string table, string column) => (table, column) switch
    {
        (_, "value") => ["CAST(substr(value, 1, length(value) / 2) || CASE substr(value, length(value) / 2 + 1, 1) WHEN x'31' THEN x'32' ELSE x'31' END || substr(value, length(value) / 2 + 2) AS BLOB)", "CAST(value || x'20' AS BLOB)"],
        (_, "kind") => ["CASE kind WHEN 3 THEN 6 ELSE 3 END"],
        (_, "partition") => ["'another'"],
        (_, "id") => ["id || '1'"],
        (_, "type") => ["CASE type WHEN 'SignedUp' THEN 'ReferralCreated' WHEN 'Program' THEN 'Reversed' ELSE 'SignedUp' END"],
        (_, "due_at") => ["coalesce(due_at, 1772323200000000) + 1"],
        (_, "version" or "occurred_at" or "number") => [$"{column} + 1", $"{column} - 1"],
        (_, "quantity" or "margin" or "program_version") => [$"coalesce({column}, 0) + 1", $"CASE WHEN {column} IS NULL THEN 7 ELSE NULL END"],
        _ => [$"coalesce({column}, '') || 'x'", $"CASE WHEN {column} IS NULL THEN 'x' ELSE NULL END"],
    };

    /// <summary>A history in which each column of each table holds something, and a way to change it that is taken back afterwards.</summary>
    private sealed class TamperedHost : IAsyncDisposable
    {
        private static readonly ReferralProgram Program = ReferralProgram.Create("spring", p => p
            .Links("https://shop.example/r/{code}")
            .Guard(g => g.Against(Guard.SharedPayment(SignalScope.Program), Guard.ReferralsPerReferrer(50, TimePeriod.Days(30))))
            .RewardReferrer(r => r.Named("tiers").Tiered(t => t.From(1, 10, "EUR").From(2, 15, "EUR")).AtMost(400, "EUR", per: TimeFrame.CalendarMonth))
            .RewardReferrer(r => r.Named("lately").Flat(1, "EUR").AtMostRewards(20, per: TimeFrame.InTheLast(TimePeriod.Days(30))))
            .RewardReferee(r => r.Named("thanks").PercentOf(10, "EUR").HeldFor(TimePeriod.Days(14)).ExpiresAfter(TimePeriod.Days(90)))
            .PayOutFrom(5, "EUR")
            .Budget(500, "EUR"));

        private readonly SqliteDatabase _database;
        private readonly ReferralsDbContext _context;

        private TamperedHost(SqliteDatabase database, ReferralsDbContext context, ReferralEngine engine)
        {
            _database = database;
            _context = context;
            Engine = engine;
        }

        internal ReferralEngine Engine { get; }

        internal static async Task<TamperedHost> CreateAsync()
        {
            var database = new SqliteDatabase();
            await database.InitializeAsync();
            var context = database.Context();
            await context.Database.OpenConnectionAsync();
            var store = new EntityFrameworkReferralStore<ReferralsDbContext>(context, new EntityFrameworkStoreOptions { SqliteSurvivesPowerFailure = false });
            var options = new ReferralsOptions().AddProgram(Program).UsePseudonyms(Key).PublishEvents(o => o.Source = "https://shop.example");
            var host = new TamperedHost(database, context, new ReferralEngine(store, options, new FakeClock(Start)));
            await host.LiveAsync();
            return host;
        }

        public async ValueTask DisposeAsync()
        {
            await _context.DisposeAsync();
            await _database.DisposeAsync();
        }

        internal IEnumerable<(string Table, string[] Columns)> Tables() => _context.Model.GetEntityTypes()
            .Select(static entity => (entity.GetTableName()!, entity.GetProperties().Select(static property => property.GetColumnName()).ToArray()));

        /// <summary>One row of each sort: the first, and of few sorts the last too.</summary>
        internal async Task<List<long>> RowsAsync(string table, string sort)
        {
            var order = table is "referral_counters" ? "WHERE number <> 0" : string.Empty;
            return await ReadAsync($"SELECT min(rowid) FROM {table} {order} GROUP BY {sort}", static reader => reader.GetInt64(0));
        }

        internal async Task<string> DescribeAsync(string table, long row) =>
            (await ReadAsync($"SELECT * FROM {table} WHERE rowid = {row}", static reader => string.Join(' ', Enumerable.Range(0, reader.FieldCount)
                .Select(i => reader.GetValue(i))
                .Select(static value => value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture)))))
            .FirstOrDefault() ?? table;

        internal async Task<long> CountAsync(string sql) => (await ReadAsync(sql, static reader => reader.GetInt64(0))).Single();

        internal async Task<bool> IsUnnoticedAsync(string sql) => (await TamperAsync(sql)).Count == 0;

        internal async Task<IReadOnlyList<AuditFinding>> TamperAsync(string sql)
        {
            await using var transaction = await _context.Database.BeginTransactionAsync();
            try
            {
                Assert.True(await _context.Database.ExecuteSqlRawAsync(sql) > 0, sql);
            }
            catch (SqliteException exception) when (exception.SqliteErrorCode == 19)
            {
                // The database itself refuses it.
                return [null!];
            }

            var findings = await Engine.Operations.VerifyAsync();
            await transaction.RollbackAsync();
            return findings;
        }

        private async Task<List<T>> ReadAsync<T>(string sql, Func<System.Data.Common.DbDataReader, T> read)
        {
            var all = new List<T>();
            await using var command = _context.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // Built from constants.
            command.CommandText = sql;
#pragma warning restore CA2100
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                all.Add(read(reader));
            }

            return all;
        }

        private async Task LiveAsync()
        {
            var (ann, bob, cid, dee) = (CustomerId.From("ann"), CustomerId.From("bob"), CustomerId.From("cid"), CustomerId.From("dee"));
            var eur = Unit.Parse("EUR");
            var (email, device) = (Channel.From("email"), VisitorId.From("device-1"));
            await Engine.EnrollAsync(Enrollment.Of(ann).InSegment("vip").At(Start));
            await Engine.ShareAsync(Share.Of("share-1", ann, email).At(Start));
            await Engine.TouchAsync(Touch.ClickOfShare("share-1", device, Start));
            await Engine.IdentifyAsync(Identification.Of(device, bob).At(Start));
            await Engine.SignUpAsync(SignUp.Of(bob).ByVisitor(device).InSegment("new").With("plan", "pro")
                .With(Hasher.Signals(s => s.Email("bob@mail.example").Payment("card-1"))).At(Start));
            await Engine.SignUpAsync(SignUp.Of(cid).ReferredBy(ann).With(Hasher.Signals(s => s.Payment("card-2"))).At(Start));
            await Engine.SignUpAsync(SignUp.Of(dee).ReferredBy(ann).With(Hasher.Signals(s => s.Payment("card-1"))).At(Start));
            await Engine.ConvertAsync(Conversion.Of(bob, "o1", "purchase", Amount.Of(80, "EUR")).WithMargin(Amount.Of(20, "EUR")).At(Start));
            await Engine.ConvertAsync(Conversion.Of(bob, "o2", "purchase", Amount.Of(50, "EUR")).At(Start));
            await Engine.ConvertAsync(Conversion.Of(cid, "o3", "purchase", Amount.Of(70, "EUR")).At(Start));
            await Engine.ConvertAsync(Conversion.Of(dee, "o4", "purchase", Amount.Of(70, "EUR")).At(Start));
            await Engine.ConvertAsync(Conversion.Of(ann, "o5", "purchase", Amount.Of(70, "EUR")).At(Start));
            await Engine.RefundAsync(Refund.Of("r1", "o2", Amount.Of(20, "EUR")).At(Start));
            await Engine.RedeemAsync(Redemption.Of("red-1", ann, Amount.Of(3, "EUR")).At(Start));
            await Engine.RedeemAsync(Redemption.Of("red-2", ann, Amount.Of(3_000, "EUR")).At(Start).WithKey("refusal-1"));
            await Engine.Payouts.StartAsync("march", eur);
            foreach (var payout in await Engine.Payouts.ListOpenAsync().ToListAsync())
            {
                await Engine.Payouts.ConfirmAsync(payout.Id);
            }

            await Engine.ConvertAsync(Conversion.Of(bob, "o6", "purchase", Amount.Of(90, "EUR")).At(Start));
            await Engine.Payouts.StartAsync("april", eur);
            await Engine.SubmitAsync(SurveyAnswer.Of(bob, 9).At(Start));
            await Engine.SubmitAsync(ProgramCost.Of("cost-1", email, "ads", Amount.Of(5, "EUR")).At(Start));
            await Engine.Operations.ProcessDueAsync(Start + Duration.FromDays(15));
            await Engine.ConvertAsync(Conversion.Of(bob, "o7", "purchase", Amount.Of(90, "EUR")).At(Start + Duration.FromDays(16)));
            await Engine.SubmitAsync(ReferralReview.Reject(dee, "fraud").At(Start + Duration.FromDays(17)));
            await Engine.Privacy.EraseAsync(cid);
        }
    }
}
