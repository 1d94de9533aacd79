using NodaTime;
using Referrals.Ledger;
using Referrals.Storage;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Decisions.Accounts;

/// <summary>What always holds of the lives of rewards: thousands of random programs and histories.</summary>
public sealed class LifeInvariantTests
{
    private const int Histories = 2_000;
    private static readonly Unit Dollar = Unit.Parse("USD");

    private static readonly Lazy<RandomLife[]> Lives = new(() => [.. Enumerable.Range(0, Histories).Select(seed => new RandomLife(seed))]);

    [Fact]
    public void Histories_take_every_transition_and_no_other()
    {
        var taken = Lives.Value.SelectMany(life => life.Scenario.Ledger).GroupBy(line => line.Step).Select(step => step.Key).ToHashSet();
        var approved = Lives.Value.SelectMany(life => life.Scenario.Facts).Any(fact => fact.Kind == FactKind.RewardReviewed && fact.Code == "approved");

        Assert.True(approved);
        Assert.Equal(
            RewardLifecycle.Transitions.Where(transition => transition.Debited is not null).Select(transition => transition.Step)
                .Append("fee_borne").Distinct().Order(StringComparer.Ordinal),
            taken.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_stage_that_a_reward_takes_is_reached_by_the_table() => ForAll(life =>
    {
        var stages = new Dictionary<string, RewardStage>();
        foreach (var decision in life.Scenario.Decisions)
        {
            foreach (var reward in decision.Changes.Select(change => change.Value).OfType<Referrals.RewardState>())
            {
                var before = stages.TryGetValue(reward.Id.Value, out var stage) ? stage : (RewardStage?)null;
                Assert.True(
                    before == reward.Stage || RewardLifecycle.Allows(before, reward.Stage) || (before is null && IsReachedAtOnce(reward.Stage)),
                    $"{reward.Id}: {before} -> {reward.Stage}");
                stages[reward.Id.Value] = reward.Stage;
            }
        }

        // Refunds that came before their conversion take back what it grants at once.
        static bool IsReachedAtOnce(RewardStage stage) => Enum.GetValues<RewardStage>().Any(first => RewardLifecycle.Allows(null, first) && RewardLifecycle.Allows(first, stage));
    });

    [Fact]
    public void Ledger_balances_and_its_chains_are_whole() => ForAll(life =>
    {
        var audit = new LedgerAudit();
        foreach (var line in life.Scenario.Ledger)
        {
            audit.Add(line);
        }

        Assert.Empty(audit.Finish());
        Assert.Equal(0, life.Scenario.Ledger.Sum(line => line.Amount.MinorUnits));
    });

    [Fact]
    public void Lots_are_the_available_account_and_open_payouts_what_is_set_aside() => ForAll(life =>
    {
        foreach (var customer in RandomLife.Customers)
        {
            var account = life.Account(customer);
            Assert.Equal(Held(life, LedgerAccount.Available, customer), account?.Lots.Total() ?? 0);
            Assert.Equal(Held(life, LedgerAccount.InPayout, customer), account?.InPayout ?? 0);
            Assert.Equal(account?.InPayout ?? 0, life.Payouts(customer).Where(payout => payout.Status == PayoutStatus.Open).Sum(payout => payout.Total));
            Assert.Equal(Held(life, LedgerAccount.Owed, customer), -(account?.Owed ?? 0));
            Assert.All(account?.Lots ?? [], lot => Assert.True(lot.Left > 0));
            Assert.Equal((account?.Lots ?? []).OrderBy(lot => lot.VestedAt), account?.Lots ?? []);
        }
    });

    [Fact]
    public void Nothing_goes_below_zero_but_what_is_owed_under_that_policy() => ForAll(life =>
    {
        var sums = new Dictionary<(LedgerAccount, CustomerId), long>();
        foreach (var decision in life.Scenario.Decisions)
        {
            foreach (var line in decision.LedgerLines.Where(line => line.Owner is not null))
            {
                sums[(line.Account, line.Owner!.Value)] = sums.GetValueOrDefault((line.Account, line.Owner.Value)) + line.Amount.MinorUnits;
            }

            Assert.All(sums, sum => Assert.True(sum.Key.Item1 == LedgerAccount.Owed ? sum.Value <= 0 : sum.Value >= 0, $"{sum.Key} is {sum.Value}"));
        }

        if (life.Program.Shortfall == ShortfallPolicy.WriteOff)
        {
            Assert.DoesNotContain(life.Scenario.Ledger, line => line.Account == LedgerAccount.Owed);
        }
        else
        {
            Assert.DoesNotContain(life.Scenario.Ledger, line => line.Account == LedgerAccount.WrittenOff);
        }
    });

    [Fact]
    public void No_balance_of_the_past_is_below_zero() => ForAll(life =>
    {
        foreach (var account in life.Scenario.Ledger
            .Where(line => line.Owner is not null && line.Account != LedgerAccount.Owed)
            .GroupBy(line => (line.Account, line.Owner, line.Amount.Unit)))
        {
            var sum = 0L;
            foreach (var instant in account.GroupBy(line => line.OccurredAt).OrderBy(lines => lines.Key))
            {
                sum += instant.Sum(line => line.Amount.MinorUnits);
                Assert.True(sum >= 0, $"{account.Key} is {sum} at {instant.Key}");
            }
        }
    });

    [Fact]
    public void Nothing_is_used_before_it_vested_or_after_it_expired() => ForAll(life =>
    {
        foreach (var customer in RandomLife.Customers)
        {
            Assert.All(life.Payouts(customer), payout => Assert.All(payout.Lots, lot => Assert.True(lot.VestedAt <= payout.StartedAt)));
        }

        Assert.DoesNotContain(life.Scenario.State.Due(life.Scenario.Now), _ => true);
    });

    [Fact]
    public void Full_refunds_in_any_parts_and_order_end_at_exactly_zero()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var life = new RandomLife(seed + 50_000, steps: 40);
            life.RefundEverything();
            life.ClawBackByHand();
            life.Pass(Duration.FromDays(60));
            foreach (var grant in life.Scenario.Facts.Where(fact => fact.Kind == FactKind.RewardGranted))
            {
                var reward = life.Reward(grant.Subject!);
                var back = life.Scenario.Ledger
                    .Where(line => line.Account == LedgerAccount.Reversed && line.Reward == reward.Id).Sum(line => line.Amount.MinorUnits);
                Assert.Equal(reward.Reversed, back);
                if (reward.OnRefund == RefundPolicy.Reverse)
                {
                    Assert.Equal(reward.Granted.MinorUnits, back);
                    Assert.Equal(RewardStage.Reversed, reward.Stage);
                }
            }

            if (life.Program.Incentives.All(rule => rule.OnRefund == RefundPolicy.Reverse))
            {
                Assert.All(RandomLife.Customers, customer => Assert.Equal(0, Held(life, LedgerAccount.Pending, customer)));
                Assert.All(RandomLife.Customers, customer => Assert.Equal(0, Held(life, LedgerAccount.Available, customer)));
            }
        }
    }

    [Fact]
    public void Balance_at_the_end_is_the_fold_and_statements_join() => ForAll(life =>
    {
        var end = life.Scenario.Now + Duration.FromTicks(1);
        var middle = Instant.Min(Day(8), end);
        foreach (var customer in RandomLife.Customers)
        {
            var whole = Statement.Of(life.Scenario.Ledger, customer, Day(-1), end);
            var first = Statement.Of(life.Scenario.Ledger, customer, Day(-1), middle);
            var second = Statement.Of(life.Scenario.Ledger, customer, middle, end);
            foreach (var unit in whole.Units)
            {
                Assert.Equal(unit.Opening.Available.MinorUnits + unit.Lines.Sum(line => line.Available.MinorUnits), unit.Closing.Available.MinorUnits);
                Assert.Equal(unit.Opening.Pending.MinorUnits + unit.Lines.Sum(line => line.Pending.MinorUnits), unit.Closing.Pending.MinorUnits);
                Assert.Equal(unit.Closing, LedgerBalance.At(life.Scenario.Ledger, customer, unit.Unit, life.Scenario.Now));
                Assert.Equal(unit.Closing.Available, life.Scenario.Available(customer.Value, "USD"));
            }

            Assert.All(first.Units, unit => Assert.Equal(unit.Closing, second.Units.Single(other => other.Unit == unit.Unit).Opening));
        }
    });

    [Fact]
    public void No_decision_is_larger_than_a_commit() => ForAll(life => Assert.All(life.Scenario.Decisions, decision => Assert.True(
        1 + decision.Changes.Count + decision.Facts.Count + decision.LedgerLines.Count <= CommitBatch.MaxOperations)));

    [Fact]
    public async Task Told_again_to_a_store_everything_comes_out_the_same()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var life = new RandomLife(seed);
            var referrals = new ReferralEngine(
                new InMemoryReferralStore(),
                new ReferralsOptions().AddProgram(life.Program),
                new Referrals.Testing.FakeClock(life.Scenario.Now),
                randomness: new Referrals.Pipeline.SeededRandomness(42));
            _ = await referrals.EnrollAsync((Enrollment)Enrollment.Of(Customer("ann")).At(Start));
            foreach (var referee in RandomLife.Customers.Skip(1))
            {
                _ = await referrals.SignUpAsync((SignUp)SignUp.Of(referee).ReferredBy(Customer("ann")).At(Start));
            }

            foreach (var input in life.Told)
            {
                _ = await referrals.SubmitAsync(input);
            }

            Assert.Equal(
                life.Scenario.Ledger.OrderBy(line => line.Posting, StringComparer.Ordinal).ThenBy(line => line.Account),
                (await referrals.Operations.ReadLedgerAsync().ToListAsync()).OrderBy(line => line.Posting, StringComparer.Ordinal).ThenBy(line => line.Account));
            Assert.Empty(await referrals.Operations.VerifyLedgerAsync());
            Assert.Equal(0, (await referrals.Operations.ProcessDueAsync(life.Scenario.Now)).Happened);
            foreach (var customer in RandomLife.Customers)
            {
                Assert.Equal(Assert.Single(await referrals.GetBalancesAsync(customer)), LedgerBalance.Of(life.Scenario.Ledger, customer, Dollar));
                _ = await referrals.GetParticipantAsync(customer);
            }
        }
    }

    [Fact]
    public async Task Engine_lets_time_pass_as_a_scenario_does()
    {
        for (var seed = 100; seed < 140; seed++)
        {
            var life = new RandomLife(seed);
            var referrals = new ReferralEngine(
                new InMemoryReferralStore(),
                new ReferralsOptions().AddProgram(life.Program),
                new Referrals.Testing.FakeClock(life.Scenario.Now),
                randomness: new Referrals.Pipeline.SeededRandomness(42));
            _ = await referrals.EnrollAsync((Enrollment)Enrollment.Of(Customer("ann")).At(Start));
            foreach (var referee in RandomLife.Customers.Skip(1))
            {
                _ = await referrals.SignUpAsync((SignUp)SignUp.Of(referee).ReferredBy(Customer("ann")).At(Start));
            }

            foreach (var input in life.Told.Where(input => input is not (Vesting or ReviewDeadline or Expiration)))
            {
                _ = await referrals.Operations.ProcessDueAsync(input.OccurredAt);
                _ = await referrals.SubmitAsync(input);
            }

            _ = await referrals.Operations.ProcessDueAsync(life.Scenario.Now + Duration.FromDays(90));
            life.Pass(Duration.FromDays(90));
            foreach (var customer in RandomLife.Customers)
            {
                Assert.Equal(LedgerBalance.Of(life.Scenario.Ledger, customer, Dollar), Assert.Single(await referrals.GetBalancesAsync(customer)));
            }
        }
    }

    private static long Held(RandomLife life, LedgerAccount account, CustomerId customer) =>
        life.Scenario.Balance(account, customer.Value, "USD").MinorUnits;

    private static void ForAll(Action<RandomLife> holds)
    {
        for (var seed = 0; seed < Histories; seed++)
        {
            try
            {
                holds(Lives.Value[seed]);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Seed {seed}: {exception.Message}", exception);
            }
        }
    }
}
