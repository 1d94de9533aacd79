using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Referrals.Pipeline;
using Referrals.Serialization;
using Referrals.Storage;
using Referrals.Testing;
using Referrals.Tests.Decisions.Accounts;
using Referrals.Tests.Decisions.Guarding;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Pipeline;

/// <summary>What time makes due happens, however late, and whatever else is wrong.</summary>
public sealed class PassingTimeTests
{
    private static readonly Unit Dollar = Unit.Parse("USD");

    [Theory]
    [InlineData("approve", 0, 1_000)]
    [InlineData("reject", 0, 0)]
    [InlineData("silence", 0, 1_000)]
    public async Task Referral_held_again_before_the_tick_ends_by_every_way(string way, long pending, long available)
    {
        var program = ReferralProgram.Create("spring", p => p
            .Guard(g => g.Against(Guard.SharedPayment(SignalScope.Program).Holding()).Reviewed(TimePeriod.Days(9), WhenOverdue.Approve))
            .RewardReferrer(r => r.Flat(10, "USD")));
        var referrals = Engine(program, day: 800);
        await referrals.SubmitAsync(Enrollment.Of(Customer("alice")).At(Day(0)));
        foreach (var (stranger, card) in new[] { ("x", "card-1"), ("y", "card-2") })
        {
            await referrals.SubmitAsync(SignUp.Of(Customer(stranger)).With(GuardStory.Signals(s => s.Payment(card))).At(Day(0)));
        }

        await referrals.SubmitAsync(GuardStory.SignUp("bob", 0, GuardStory.Signals(s => s.Payment("card-1"))));
        await referrals.SubmitAsync(Conversion.Of(Customer("bob"), "o1", "purchase", Usd(50)).At(Day(1)));
        var second = await referrals.SubmitAsync(Conversion.Of(Customer("bob"), "o2", "purchase", Usd(50))
            .With(GuardStory.Signals(s => s.Payment("card-2"))).At(Day(9) + Duration.FromMinutes(5)));
        _ = await referrals.Operations.ProcessDueAsync(Day(10));
        _ = way switch
        {
            "approve" => await referrals.SubmitAsync(ReferralReview.Approve(Customer("bob")).At(Day(11))),
            "reject" => await referrals.SubmitAsync(ReferralReview.Reject(Customer("bob"), "one person").At(Day(11))),
            _ => second,
        };
        var report = await referrals.Operations.ProcessDueAsync(Day(409));

        Assert.Contains(second.Facts, fact => fact.Kind == FactKind.ReferralHeld);
        Assert.Empty(report.SetAside);
        var balance = Assert.Single(await referrals.GetBalancesAsync(Customer("alice")));
        Assert.Equal((pending, 2 * available), (balance.Pending.MinorUnits, balance.Available.MinorUnits));
        Assert.Empty(await referrals.Operations.VerifyAsync());
    }

    [Theory]
    [InlineData("approve", 101_000)]
    [InlineData("reject", 0)]
    [InlineData("silence", 101_000)]
    public async Task Every_reward_of_a_held_referral_is_let_go_however_many(string way, long available)
    {
        var program = ReferralProgram.Create("spring", p => p
            .Guard(g => g.Against(Guard.Missing(SignalKind.Phone)).Reviewed(TimePeriod.Days(200), WhenOverdue.Approve))
            .RewardReferrer(r => r.Flat(10, "USD")));
        var store = new InMemoryReferralStore();
        var referrals = Engine(program, day: 800, store);
        await referrals.SubmitAsync(Enrollment.Of(Customer("alice")).At(Day(0)));
        await referrals.SubmitAsync(GuardStory.SignUp("bob", 0));
        var widest = 0;
        for (var i = 0; i < 101; i++)
        {
            await referrals.SubmitAsync(Conversion.Of(Customer("bob"), $"o{i}", "purchase", Usd(50)).At(Day(1 + i)));
            var record = await store.LoadAsync(Partition.Of(default, program.Id), [StateKeys.Customer(Customer("bob"))], default);
            widest = Math.Max(widest, record.Find(StateKeys.Customer(Customer("bob")))!.Content.Value.Length);
        }

        Assert.Equal(101_000, (await referrals.GetBalancesAsync(Customer("alice"), Day(110))).Single().Pending.MinorUnits);
        _ = way switch
        {
            "approve" => await referrals.SubmitAsync(ReferralReview.Approve(Customer("bob")).At(Day(120))),
            "reject" => await referrals.SubmitAsync(ReferralReview.Reject(Customer("bob"), "one person").At(Day(120))),
            _ => null,
        };
        var shown = (await referrals.GetBalancesAsync(Customer("alice"), Day(300))).Single();
        var report = await referrals.Operations.ProcessDueAsync(Day(300));

        var balance = (await referrals.GetBalancesAsync(Customer("alice"))).Single();
        Assert.Empty(report.SetAside);
        Assert.Equal((0, available), (balance.Pending.MinorUnits, balance.Available.MinorUnits));
        Assert.Equal(balance, shown);
        Assert.InRange(widest, 1, 2_500);
        Assert.Empty(await referrals.Operations.VerifyAsync());
        var rebuilt = new InMemoryReferralStore();
        _ = await referrals.Operations.RebuildAsync(rebuilt);
        Assert.Empty(await referrals.Operations.CompareAsync(rebuilt).ToListAsync());
    }

    [Theory]
    [InlineData(WhenOverdue.Approve, FactKind.ReferralApproved)]
    [InlineData(WhenOverdue.Reject, FactKind.ReferralRejected)]
    public async Task Held_referral_without_earnings_gets_its_fact_when_its_deadline_passes(WhenOverdue silence, FactKind fact)
    {
        var referrals = Engine(GuardStory.Program(g => g.Against(Guard.Missing(SignalKind.Phone)).Reviewed(TimePeriod.Days(7), silence)));
        await referrals.SubmitAsync(Enrollment.Of(Customer("alice")).At(Day(0)));
        await referrals.SubmitAsync(GuardStory.SignUp("bob", 1));

        Assert.Equal(0, (await referrals.Operations.ProcessDueAsync(Day(7.9))).Happened);
        Assert.Equal(1, (await referrals.Operations.ProcessDueAsync(Day(8))).Happened);
        Assert.Equal(0, (await referrals.Operations.ProcessDueAsync(Day(90))).Happened);

        Assert.Equal(Day(8), Assert.Single(await referrals.Operations.ReadJournalAsync().ToListAsync(), one => one.Kind == fact).OccurredAt);
    }

    [Fact]
    public async Task One_item_that_fails_is_set_aside_told_and_tried_again()
    {
        var program = ReferralProgram.Create("spring", p => p.RewardReferrer(r => r.Flat(10, "USD").HeldFor(TimePeriod.Days(14))));
        var store = new FailingStore();
        var referrals = Engine(program, store: store);
        await referrals.SubmitAsync(Enrollment.Of(Customer("alice")).At(Day(0)));
        await referrals.SubmitAsync(GuardStory.SignUp("bob", 0));
        for (var i = 0; i < 620; i++)
        {
            await referrals.SubmitAsync(Conversion.Of(Customer("bob"), $"o{i}", "purchase", Usd(50)).At(Day(1)));
        }

        // More failures than a page holds, and all of them before what is well.
        store.Fails = key => key.Kind == RecordKind.Reward && !key.Id.EndsWith('7');
        var report = await referrals.Operations.ProcessDueAsync(Day(20));
        store.Fails = null;
        var again = await referrals.Operations.ProcessDueAsync(Day(20));

        Assert.Equal(62, report.Happened);
        Assert.Equal(558, report.SetAside.Count);
        Assert.All(report.SetAside, item => Assert.Equal((RecordKind.Reward, Day(15), "broken"), (item.Record.Kind, item.DueAt, item.Reason)));
        Assert.Equal((558, 0), (again.Happened, again.SetAside.Count));
        Assert.Empty(await referrals.Operations.VerifyAsync());
    }

    [Fact]
    public async Task Record_that_cannot_be_read_keeps_nothing_else_waiting()
    {
        var program = ReferralProgram.Create("spring", p => p.RewardReferrer(r => r.Flat(10, "USD").HeldFor(TimePeriod.Days(14))));
        var store = new FailingStore();
        var referrals = Engine(program, store: store);
        await referrals.SubmitAsync(Enrollment.Of(Customer("alice")).At(Day(0)));
        await referrals.SubmitAsync(GuardStory.SignUp("bob", 0));
        await referrals.SubmitAsync(Conversion.Of(Customer("bob"), "o1", "purchase", Usd(50)).At(Day(1)));
        await store.CommitAsync(
            CommitBatch.Of(
                Partition.Of(default, program.Id),
                [StoreOperation.Insert(RecordKey.Of(RecordKind.Reward, "broken"), new RecordContent { Value = "{}"u8.ToArray(), DueAt = Day(2) })]),
            default);

        var report = await referrals.Operations.ProcessDueAsync(Day(20));

        Assert.Equal(1, report.Happened);
        Assert.Equal("broken", Assert.Single(report.SetAside).Record.Id);
    }

    [Fact]
    public async Task What_is_answered_as_before_for_ever_is_set_aside_as_well()
    {
        var program = ReferralProgram.Create("spring", p => p.RewardReferrer(r => r.Flat(10, "USD").HeldFor(TimePeriod.Days(14))));
        var store = new InMemoryReferralStore();
        var referrals = Engine(program, store: store);
        await referrals.SubmitAsync(Enrollment.Of(Customer("alice")).At(Day(0)));
        await referrals.SubmitAsync(GuardStory.SignUp("bob", 0));
        var order = Conversion.Of(Customer("bob"), "o1", "purchase", Usd(50)).At(Day(1));
        await referrals.SubmitAsync(order);
        var repeated = await referrals.SubmitAsync(order);

        var passing = new TimePassing(store, Partition.Of(default, program.Id), _ => ValueTask.FromResult(repeated), NullLogger.Instance);
        var report = await Task.Run(async () => await passing.RunAsync(Day(20), default)).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.True(repeated.IsRepeated);
        Assert.Equal(0, report.Happened);
        Assert.Equal(RecordKind.Reward, Assert.Single(report.SetAside).Record.Kind);
    }

    [Fact]
    public async Task Refusal_of_what_is_asked_too_early_is_not_remembered()
    {
        var referrals = Engine(ReferralProgram.Create("spring", p => p.RewardReferrer(r => r.Flat(10, "USD").HeldFor(TimePeriod.Days(14)))));
        await referrals.SubmitAsync(Enrollment.Of(Customer("alice")).At(Day(0)));
        await referrals.SubmitAsync(GuardStory.SignUp("bob", 0));
        var order = await referrals.SubmitAsync(Conversion.Of(Customer("bob"), "o1", "purchase", Usd(50)).At(Day(1)));
        var vesting = Vesting.Of(RewardId.From(order.Grants.Single().Subject!)).WithKey("mine");

        Assert.Equal(DecisionCodes.RewardStillHeld, (await referrals.SubmitAsync(vesting.At(Day(2)))).Code);
        Assert.Equal(DecisionCodes.RewardVested, (await referrals.SubmitAsync(vesting.At(Day(15)))).Code);
    }

    [Fact]
    public async Task After_the_last_deadline_nothing_is_pending_that_no_open_question_explains()
    {
        for (var seed = 0; seed < 150; seed++)
        {
            var history = new GuardedHistory(seed);
            var store = new InMemoryReferralStore();
            var referrals = Engine(history.Program, day: 2_000, store);
            var random = new Random(seed);
            foreach (var input in history.Inputs)
            {
                _ = await referrals.SubmitAsync(input);
                if (random.Next(6) == 0)
                {
                    Assert.Empty((await referrals.Operations.ProcessDueAsync(input.OccurredAt)).SetAside);
                }
            }

            Assert.Empty((await referrals.Operations.ProcessDueAsync(Day(1_000))).SetAside);
            Assert.Empty(await referrals.Operations.VerifyAsync());
            var partition = Partition.Of(default, history.Program.Id);
            var held = await store.ScanAsync(partition, RecordKind.Customer, ScanRange.All, default)
                .Select(record => (CustomerState)RecordJson.Read(RecordKind.Customer, record.Content.Value))
                .Where(customer => customer.Referral is { IsHeld: true }).Select(customer => customer.Customer).ToHashSetAsync();
            Assert.True(history.Program.Guards.Review is null || held.Count == 0);
            var pending = await store.ScanAsync(partition, RecordKind.Reward, ScanRange.All, default)
                .Select(record => (RewardState)RecordJson.Read(RecordKind.Reward, record.Content.Value))
                .Where(reward => reward.IsPending).ToListAsync();
            Assert.All(pending, reward => Assert.Contains(reward.Referee, held));
        }
    }

    [Fact]
    public async Task Balance_at_an_instant_is_the_balance_after_a_tick_at_that_instant()
    {
        for (var seed = 0; seed < 120; seed++)
        {
            var life = new RandomLife(seed, steps: 40);
            var clock = new FakeClock(Start);
            var referrals = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(life.Program), clock);
            foreach (var input in life.All.Where(input => input is not (Vesting or ReviewDeadline or Expiration)))
            {
                _ = await referrals.SubmitAsync(input);
            }

            foreach (var days in new[] { 0, 3, 9, 17, 40 })
            {
                clock.Advance(life.Scenario.Now + Duration.FromDays(days) - clock.GetCurrentInstant());
                var before = await Told(referrals, clock.GetCurrentInstant());
                _ = await referrals.Operations.ProcessDueAsync();
                Assert.Equal(before, await Told(referrals, clock.GetCurrentInstant()));
            }
        }

        static async Task<List<string>> Told(ReferralEngine referrals, Instant now)
        {
            var told = new List<string>();
            foreach (var customer in RandomLife.Customers)
            {
                var view = await referrals.GetParticipantAsync(customer);
                var balances = await referrals.GetBalancesAsync(customer);
                told.AddRange(balances.Select(balance => $"{customer} {balance}"));
                told.AddRange((await referrals.GetBalancesAsync(customer, now)).Select(balance => $"{customer} {balance}"));
                told.AddRange(view.Holdings.Select(holding => $"{customer} {holding.Balance} {holding.NextAvailableAt} {string.Join(",", holding.Expiring)}"));
                told.AddRange(view.Rewards.Select(reward => $"{reward.Id} {reward.Stage} {reward.PendingUntil} {string.Join(",", reward.Parts.OrderBy(part => part.Key))}"));
                var statement = await referrals.GetStatementAsync(customer, Start, now + Duration.FromMilliseconds(1));

                // Lines of one instant stand in the order in which they were posted, which a reading cannot know.
                told.AddRange(statement.Units.Select(unit => $"{customer} {unit.Opening} {unit.Closing} {unit.Lines.Count}"));
                Assert.DoesNotContain(view.Holdings, holding => holding.NextAvailableAt <= now);
            }

            return told;
        }
    }

    [Fact]
    public async Task What_is_shown_can_be_used_whether_or_not_the_timer_has_run()
    {
        foreach (var ticks in new[] { false, true })
        {
            var clock = new FakeClock(Day(0));
            var program = ReferralProgram.Create("spring", p => p
                .RewardReferrer(r => r.Flat(10, "USD").HeldFor(TimePeriod.Days(14)).ExpiresAfter(TimePeriod.Days(30))));
            var referrals = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program), clock);
            await referrals.SubmitAsync(Enrollment.Of(Customer("alice")).At(Day(0)));
            await referrals.SubmitAsync(GuardStory.SignUp("bob", 0));
            await referrals.SubmitAsync(Conversion.Of(Customer("bob"), "o1", "purchase", Usd(50)).At(Day(1)));
            async Task<string> AtAsync(double day, string id)
            {
                clock.Advance(Day(day) - clock.GetCurrentInstant());
                _ = ticks ? await referrals.Operations.ProcessDueAsync() : null;
                var balance = Assert.Single(await referrals.GetBalancesAsync(Customer("alice")));
                var redeemed = await referrals.RedeemAsync(Redemption.Of(id, Customer("alice"), Usd(4)));
                return $"{balance.Pending} {balance.Available} {redeemed.Code}";
            }

            Assert.Equal("10.00 USD 0.00 USD redemption.too_much", await AtAsync(14.9, "r0"));
            Assert.Equal("0.00 USD 10.00 USD redemption.redeemed", await AtAsync(15, "r1"));
            Assert.Equal("0.00 USD 6.00 USD redemption.redeemed", await AtAsync(44.9, "r2"));
            Assert.Equal("0.00 USD 0.00 USD redemption.too_much", await AtAsync(45, "r3"));
            Assert.Empty(await referrals.Operations.VerifyAsync());
        }
    }

    /// <summary>Told again after its answer, a redemption does nothing: what comes due at its instant since is left to the timer.</summary>
    [Fact]
    public async Task Redemption_that_is_told_again_lets_no_time_pass()
    {
        var program = ReferralProgram.Create("spring", p => p.RewardReferrer(r => r.Flat(10, "USD").HeldFor(TimePeriod.Days(2))));
        var referrals = Engine(program, 20);
        var use = Redemption.Of("use-1", Customer("alice"), Usd(4)).At(Day(20));
        await referrals.SubmitAsync(Enrollment.Of(Customer("alice")).At(Day(0)));
        await referrals.SubmitAsync(GuardStory.SignUp("bob", 0));
        await referrals.SubmitAsync(Conversion.Of(Customer("bob"), "o1", "purchase", Usd(50)).At(Day(1)));
        var first = await referrals.RedeemAsync(use);
        await referrals.SubmitAsync(Conversion.Of(Customer("bob"), "o2", "purchase", Usd(50)).At(Day(1)));
        var facts = await referrals.Operations.ReadJournalAsync().CountAsync();

        var again = await referrals.RedeemAsync(use);

        Assert.Equal((DecisionCodes.Redeemed, first.Code, true), (first.Code, again.Code, again.IsRepeated));
        Assert.Equal(facts, await referrals.Operations.ReadJournalAsync().CountAsync());
        Assert.Equal(1, (await referrals.Operations.ProcessDueAsync()).Happened);
    }

    private static ReferralEngine Engine(ReferralProgram program, double day = 0, IReferralStore? store = null) =>
        new(store ?? new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program), new FakeClock(Day(day)));

    /// <summary>A store that fails whenever somebody writes a record that it is told to fail for.</summary>
    private sealed class FailingStore : IReferralStore
    {
        private readonly InMemoryReferralStore _inner = new();

        internal Func<RecordKey, bool>? Fails { get; set; }

        public ValueTask<Snapshot> LoadAsync(Partition partition, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken) =>
            _inner.LoadAsync(partition, keys, cancellationToken);

        public ValueTask<CommitOutcome> CommitAsync(CommitBatch batch, CancellationToken cancellationToken) =>
            Fails is { } fails && batch.Operations.Any(operation => operation.Kind == StoreOperationKind.Replace && fails(operation.Key))
                ? throw new InvalidOperationException("broken")
                : _inner.CommitAsync(batch, cancellationToken);

        public IAsyncEnumerable<StoredRecord> ScanAsync(Partition partition, RecordKind kind, ScanRange range, CancellationToken cancellationToken) =>
            _inner.ScanAsync(partition, kind, range, cancellationToken);
    }
}
