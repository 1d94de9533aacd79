using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NodaTime;
using Referrals.Ledger;
using Referrals.Operations;
using Referrals.Storage;
using Referrals.Tests.Decisions;
using Referrals.Tests.Decisions.Accounts;
using Referrals.Tests.Decisions.Guarding;

namespace Referrals.Tests.Operations;

/// <summary>An audit that finds nothing is worth something only if it would have found it.</summary>
public sealed class PartitionAuditTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 9, 0);

    private static readonly ReferralProgram Program = ReferralProgram.Create("spring", p => p
        .Qualify(q => q.On("purchase"))
        .RewardReferrer(r => r.Named("thanks").Flat(10, "EUR").AtMost(40, "EUR"))
        .RewardReferee(r => r.Flat(2, "EUR").HeldFor(TimePeriod.Days(14)))
        .Budget(100, "EUR"));

    [Fact]
    public void Any_history_is_clean() => Prop.ForAll(
        ArbMap.Default.ArbFor<int>(),
        seed => CheckAsync(seed).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    /// <summary>Rewards that are reviewed, used, paid out, expired, owed and written off, and people whom guards hold and reject.</summary>
    [Fact]
    public async Task Any_life_of_rewards_and_any_held_referral_is_clean()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var life = new RandomLife(seed);
            Assert.Empty(await (await EngineAsync(life.Program, life.All)).Operations.VerifyAsync());
            var guarded = new GuardedHistory(seed);
            Assert.Empty(await (await EngineAsync(guarded.Program, guarded.Inputs)).Operations.VerifyAsync());
        }
    }

    [Theory]
    [InlineData(AuditCodes.ChainEnd, RecordKind.Customer, "\"chainLength\":2", "\"chainLength\":1")]
    [InlineData(AuditCodes.RewardNotInLedger, RecordKind.Reward, "\"heldUntil\":", "\"stage\":\"Vested\",\"heldUntil\":")]
    [InlineData(AuditCodes.RewardNotInLedger, RecordKind.Reward, "10.00", "90.00")]
    [InlineData(AuditCodes.RewardNotInLedger, RecordKind.Reward, "\"programVersion\":", "\"expired\":1,\"programVersion\":")]
    [InlineData(AuditCodes.ChainEnd, RecordKind.Account, "\"lots\":", "\"chainLength\":1,\"lots\":")]
    [InlineData("ledger.wrong_balance", RecordKind.Account, "\"l\":1000", "\"l\":900")]
    [InlineData(AuditCodes.UnknownReward, RecordKind.Reward, "", null)]
    [InlineData(AuditCodes.ReferredTwice, RecordKind.Fact, "SignedUp ", "ReferralCreated ")]
    [InlineData(AuditCodes.ReferralNotInJournal, RecordKind.Customer, "\"referral\":", "\"lost\":")]
    [InlineData(AuditCodes.ReferralCycle, RecordKind.Customer, "\"referrer\":\"bob\"", "\"referrer\":\"cid\"")]
    [InlineData(AuditCodes.FactMissing, RecordKind.Fact, "RewardGranted", null)]
    [InlineData(AuditCodes.FactMissing, RecordKind.Fact, " 1000 ", " 1100 ")]
    [InlineData(AuditCodes.FactMissing, RecordKind.Fact, "\"rule\":\"thanks\"", "\"rule\":\"others\"")]
    [InlineData(AuditCodes.FactUnknown, RecordKind.Event, "conversion:order-1", null)]
    [InlineData("ledger.unbalanced", RecordKind.Ledger, "\"account\":\"Pending\"", null)]
    [InlineData("ledger.broken_chain", RecordKind.Ledger, "2026-03-01", "2026-03-02")]
    public async Task Tampering_is_found(string code, RecordKind kind, string found, string? replacement)
    {
        var store = await StoreAsync();
        var changed = 0;
        var findings = await Engine(new TamperedStore(store, record =>
        {
            // What a fact says is in its typed columns, what an event is about in its key.
            var value = Encoding.UTF8.GetString(record.Content.Value.Span);
            var columns = kind == RecordKind.Fact && record.Content.Columns is { } typed ? $"{typed.Type} {typed.Quantity} " : string.Empty;
            if (record.Key.Kind != kind || !$"{columns}{value}{record.Key.Id}".Contains(found, StringComparison.Ordinal))
            {
                return record;
            }

            changed++;
            if (replacement is null)
            {
                return null;
            }

            var parts = columns.Replace(found, replacement, StringComparison.Ordinal).Split(' ');
            return record with
            {
                Content = record.Content with
                {
                    Value = Encoding.UTF8.GetBytes(value.Replace(found, replacement, StringComparison.Ordinal)),
                    Columns = columns.Length == 0 ? record.Content.Columns : record.Content.Columns! with
                    {
                        Type = parts[0],
                        Quantity = parts[1].Length == 0 ? null : long.Parse(parts[1], CultureInfo.InvariantCulture),
                    },
                },
            };
        })).Operations.VerifyAsync();
        Assert.True(changed > 0, "Nothing was tampered with.");
        Assert.Contains(findings, finding => finding.Code == code);
    }

    /// <summary>A reward that nothing will ever move: its hold has no end, or the referral that it waits for does not list it.</summary>
    [Theory]
    [InlineData(RecordKind.Reward, "\"heldUntil\":")]
    [InlineData(RecordKind.Customer, "\"heldRewards\":")]
    public async Task Pending_reward_that_nothing_moves_is_found(RecordKind kind, string member)
    {
        var program = ReferralProgram.Create("spring", p =>
        {
            _ = p.RewardReferrer(r => r.Named("thanks").Flat(10, "EUR").HeldFor(TimePeriod.Days(14)));
            if (kind == RecordKind.Customer)
            {
                _ = p.Guard(g => g.Against(Guard.Missing(SignalKind.Phone).Holding()).Reviewed(TimePeriod.Days(30), WhenOverdue.Approve));
            }
        });
        var store = new InMemoryReferralStore();
        var engine = new ReferralEngine(store, new ReferralsOptions().AddProgram(program));
        foreach (var input in new ReferralInput[]
        {
            Enrollment.Of(CustomerId.From("ann")).At(Start),
            SignUp.Of(CustomerId.From("bob")).ReferredBy(CustomerId.From("ann")).At(Start),
            Conversion.Of(CustomerId.From("bob"), "o1", "purchase", Amount.Of(40, "EUR")).At(Start + Duration.FromDays(1)),
        })
        {
            Assert.True((await engine.SubmitAsync(input)).IsAccepted);
        }

        var changed = 0;
        var tampered = new ReferralEngine(
            new TamperedStore(store, record =>
            {
                var text = Encoding.UTF8.GetString(record.Content.Value.Span);
                if (record.Key.Kind != kind || !text.Contains(member, StringComparison.Ordinal))
                {
                    return record;
                }

                changed++;
                return record with
                {
                    Content = record.Content with { Value = Encoding.UTF8.GetBytes(text.Replace(member, "\"gone\":", StringComparison.Ordinal)) },
                };
            }),
            new ReferralsOptions().AddProgram(program));

        Assert.Empty(await engine.Operations.VerifyAsync());
        Assert.Contains(await tampered.Operations.VerifyAsync(), static finding => finding is { Code: AuditCodes.RewardStuck, Subject: "thanks:o1" });
        Assert.True(changed > 0, "Nothing was tampered with.");
    }

    [Theory]
    [InlineData(AuditCodes.CapExceeded, "tally/cap:thanks:", 41_00)]
    [InlineData(AuditCodes.CapExceeded, "tally/cap:thanks:", -1)]
    [InlineData(AuditCodes.BudgetExceeded, "~budget:", 100_01)]
    [InlineData("ledger.wrong_balance", "balance:", 7)]
    public async Task Changed_counter_is_found(string code, string prefix, long number)
    {
        var store = await StoreAsync();
        var findings = await Engine(new TamperedStore(
            store, record => record.Key.Id.StartsWith(prefix, StringComparison.Ordinal) ? record with { Number = number } : record)).Operations.VerifyAsync();
        Assert.Contains(findings, finding => finding.Code == code);
        Assert.All(findings, finding => Assert.Contains(finding.Code, (string[])[code, AuditCodes.RecordChanged]));
    }

    /// <summary>The counter says that all is well; the ledger knows better.</summary>
    [Fact]
    public async Task Budget_that_was_lowered_behind_the_back_is_found()
    {
        var store = await StoreAsync();
        var less = ReferralProgram.Create("spring", p => p
            .Qualify(q => q.On("purchase"))
            .RewardReferrer(r => r.Named("thanks").Flat(10, "EUR").AtMost(40, "EUR"))
            .RewardReferee(r => r.Flat(2, "EUR").HeldFor(TimePeriod.Days(14)))
            .Budget(15, "EUR"));
        var engine = new ReferralEngine(
            new TamperedStore(store, record => record.Key.Id.StartsWith('~') ? record with { Number = 1 } : record),
            new ReferralsOptions().AddProgram(less));
        Assert.Contains(await engine.Operations.VerifyAsync(), static finding => finding is { Code: AuditCodes.BudgetExceeded, Subject: "ledger:EUR" });
    }

    [Fact]
    public async Task Fee_that_the_program_bears_is_not_taken_for_a_grant()
    {
        var unit = Unit.Parse("EUR");
        var engine = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(ReferralProgram.Create("spring", p => p
            .Qualify(q => q.On("purchase"))
            .RewardReferrer(r => r.Flat(10, "EUR"))
            .PayOut(PayoutRule.From(Amount.Of(5, "EUR")).WithFee(Amount.Of(1, "EUR"), FeeBearer.Program))
            .Budget(10, "EUR"))));
        var (ann, bob) = (CustomerId.From("ann"), CustomerId.From("bob"));
        await engine.EnrollAsync(Enrollment.Of(ann).At(Start));
        await engine.SignUpAsync(SignUp.Of(bob).ReferredBy(ann).At(Start));
        await engine.ConvertAsync(Conversion.Of(bob, "order-1", "purchase", Amount.Of(80, "EUR")).At(Start));
        var started = await engine.Payouts.StartAsync(PayoutStart.Of("march", ann, unit).At(Start));
        await engine.Payouts.ConfirmAsync(PayoutConfirmation.Of(PayoutId.From(started.Subject!)).At(Start));
        Assert.Contains(await engine.Operations.ReadLedgerAsync().ToListAsync(), line => line.Account == LedgerAccount.Fees);
        Assert.Empty(await engine.Operations.VerifyAsync());
    }

    [Fact]
    public async Task Caps_of_one_rule_are_held_against_their_own_limits()
    {
        var engine = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(ReferralProgram.Create("spring", p => p
            .Qualify(q => q.On("purchase"))
            .RewardReferrer(r => r.Flat(10, "EUR").AtMost(10, "EUR", per: TimeFrame.CalendarMonth).AtMost(40, "EUR", perReferral: true)))));
        var (ann, bob) = (CustomerId.From("ann"), CustomerId.From("bob"));
        await engine.EnrollAsync(Enrollment.Of(ann).At(Start));
        await engine.SignUpAsync(SignUp.Of(bob).ReferredBy(ann).At(Start));
        foreach (var month in Enumerable.Range(0, 3))
        {
            var bought = Start + Duration.FromDays(31 * month);
            await engine.ConvertAsync(Conversion.Of(bob, $"order-{month}", "purchase", Amount.Of(80, "EUR")).At(bought));
        }

        Assert.Equal("30.00 EUR", (await engine.GetBalancesAsync(ann)).Single().Available.ToString());
        Assert.Empty(await engine.Operations.VerifyAsync());
    }

    /// <summary>What only looks wrong because somebody is writing is gone at the second look.</summary>
    [Fact]
    public async Task What_is_found_once_only_is_not_told()
    {
        var store = await StoreAsync();
        var looks = 0;
        var findings = await Engine(new TamperedStore(
            store, record => record.Key.Kind == RecordKind.Reward && looks++ == 0 ? null : record)).Operations.VerifyAsync();
        Assert.True(looks > 1);
        Assert.Empty(findings);
    }

    [Fact]
    public async Task Health_check_says_whether_the_store_answers_and_events_go_out()
    {
        var store = new InMemoryReferralStore();
        var services = new ServiceCollection();
        services.AddReferrals(r => r.AddProgram(Program).PublishEvents(o => o.MaxAttempts = 1)).UseStore(store);
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        var engine = scope.ServiceProvider.GetRequiredService<ReferralEngine>();
        var check = ActivatorUtilities.CreateInstance<ReferralsHealthCheck>(scope.ServiceProvider);
        await engine.EnrollAsync(Enrollment.Of(CustomerId.From("ann")).At(Start));
        Assert.Equal(HealthStatus.Healthy, (await check.CheckHealthAsync(new HealthCheckContext())).Status);

        await engine.Events.DeliverAsync(new Referrals.Tests.Events.RecordingHandler { Fails = _ => true });
        Assert.Equal(HealthStatus.Degraded, (await check.CheckHealthAsync(new HealthCheckContext())).Status);

        var broken = new ReferralsHealthCheck(Engine(new TamperedStore(store, _ => throw new IOException("The disk is gone."))));
        Assert.Equal(HealthStatus.Unhealthy, (await broken.CheckHealthAsync(new HealthCheckContext())).Status);
    }

    private static async Task CheckAsync(int seed)
    {
        var history = new RandomHistory(seed);
        var engine = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(history.Program));
        foreach (var input in history.Inputs)
        {
            await engine.SubmitAsync(input);
            await engine.Operations.ProcessDueAsync(input.OccurredAt);
        }

        Assert.Empty(await engine.Operations.VerifyAsync());
    }

    private static async Task<ReferralEngine> EngineAsync(ReferralProgram program, IEnumerable<ReferralInput> inputs)
    {
        var engine = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program));
        foreach (var input in inputs)
        {
            await engine.SubmitAsync(input);
        }

        return engine;
    }

    /// <summary>Ann refers bob, bob refers cid; both buy.</summary>
    private static async Task<InMemoryReferralStore> StoreAsync()
    {
        var store = new InMemoryReferralStore();
        var engine = Engine(store);
        var (ann, bob, cid) = (CustomerId.From("ann"), CustomerId.From("bob"), CustomerId.From("cid"));
        await engine.EnrollAsync(Enrollment.Of(ann).At(Start));
        await engine.SignUpAsync(SignUp.Of(bob).ReferredBy(ann).At(Start));
        await engine.EnrollAsync(Enrollment.Of(bob).At(Start));
        await engine.SignUpAsync(SignUp.Of(cid).ReferredBy(bob).At(Start));
        await engine.ConvertAsync(Conversion.Of(bob, "order-1", "purchase", Amount.Of(80, "EUR")).At(Start));
        await engine.ConvertAsync(Conversion.Of(cid, "order-2", "purchase", Amount.Of(80, "EUR")).At(Start));
        Assert.Empty(await engine.Operations.VerifyAsync());
        return store;
    }

    private static ReferralEngine Engine(IReferralStore store) => new(store, new ReferralsOptions().AddProgram(Program));
}
