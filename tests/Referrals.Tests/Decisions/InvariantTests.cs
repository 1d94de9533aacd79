using FsCheck;
using FsCheck.Fluent;
using Referrals.Storage;

namespace Referrals.Tests.Decisions;

/// <summary>What always holds, whatever the program and whatever happens: random programs over random histories.</summary>
public sealed class InvariantTests
{
    private static readonly Config Histories = Config.QuickThrowOnFailure.WithMaxTest(300);

    [Fact]
    public void Histories_reach_every_kind_of_outcome()
    {
        var codes = Enumerable.Range(0, 300).SelectMany(seed => Told(seed) is var told ? told.Answers.Concat(told.Decisions) : [])
            .Select(decision => decision.Code).ToHashSet();

        string[] wanted =
        [
            DecisionCodes.CodeIssued, DecisionCodes.ShareDuplicate, DecisionCodes.SharerNotEnrolled, DecisionCodes.TouchRecorded,
            DecisionCodes.VisitorConflict, DecisionCodes.SignUpReferred, DecisionCodes.SignUpReferralRefused,
            DecisionCodes.SignUpDuplicate, DecisionCodes.ConversionRewarded, DecisionCodes.ConversionNotRewarded,
            DecisionCodes.ConversionWaiting, DecisionCodes.ConversionDuplicate, DecisionCodes.RefundReversed,
            DecisionCodes.RefundTooMuch, DecisionCodes.RefundWaiting, DecisionCodes.RewardVested,
        ];
        Assert.Empty(wanted.Except(codes));
    }

    [Fact]
    public void One_referral_per_referee_never_of_oneself_and_never_in_a_circle() => ForAll(history =>
    {
        var story = Told(history);
        var referrals = story.Facts.Where(fact => fact.Kind == FactKind.ReferralCreated).ToArray();
        var referrerOf = referrals.ToDictionary(fact => fact.Customer!.Value, fact => fact.Referrer!.Value);
        Assert.Equal(referrals.Length, referrerOf.Count);
        foreach (var start in referrerOf.Keys)
        {
            var seen = new HashSet<CustomerId> { start };
            for (var next = start; referrerOf.TryGetValue(next, out next);)
            {
                Assert.True(seen.Add(next), "There is a circle of referrals.");
            }
        }
    });

    [Fact]
    public void Grants_never_exceed_caps_and_budgets() => ForAll(history =>
    {
        var program = history.Program;
        var grants = Told(history).Facts.Where(fact => fact.Kind == FactKind.RewardGranted).ToArray();
        foreach (var budget in program.Budgets)
        {
            Assert.True(grants.Sum(grant => grant.Amount!.Value.MinorUnits) <= budget.Amount.MinorUnits);
        }

        foreach (var (rule, cap) in program.Incentives.SelectMany(rule => rule.Caps.Select(cap => (rule, cap))))
        {
            var periods = grants
                .Where(grant => grant.Rule == rule.Name)
                .GroupBy(grant => (grant.Customer, Period: Month(cap, grant)));
            Assert.All(periods, period => Assert.True(
                cap.Amount is { } most ? period.Sum(grant => grant.Amount!.Value.MinorUnits) <= most.MinorUnits : period.Count() <= cap.Rewards));
        }

        static string Month(Cap cap, Fact grant) =>
            cap.Per == TimeFrame.CalendarMonth ? grant.OccurredAt.InUtc().ToString("uuuu-MM", null) : string.Empty;
    });

    [Fact]
    public void Ledger_sums_to_zero_and_no_customer_goes_below_it() => ForAll(history =>
    {
        var story = Told(history);
        Assert.Equal(0, story.LedgerTotals.Values.Sum());
        Assert.All(story.LedgerTotals.Where(account => !account.Key.StartsWith("Program", StringComparison.Ordinal)), account => Assert.True(account.Value >= 0));
    });

    [Fact]
    public void Reversals_never_exceed_their_grant_and_equal_it_once_all_is_refunded() => ForAll(history =>
    {
        var story = Told(history);
        var facts = story.Facts.ToArray();
        var worth = facts.Where(fact => fact.Kind == FactKind.ConversionRecorded).ToDictionary(fact => fact.Subject!, fact => fact.Amount!.Value.MinorUnits);
        var refunded = facts.Where(fact => fact.Kind == FactKind.RefundRecorded).ToLookup(fact => fact.Subject!, fact => fact.Amount!.Value.MinorUnits);
        var reversed = facts.Where(fact => fact.Kind == FactKind.RewardReversed).ToLookup(fact => fact.Subject!, fact => fact.Amount!.Value.MinorUnits);
        foreach (var grant in facts.Where(fact => fact.Kind == FactKind.RewardGranted))
        {
            var order = grant.Subject![(grant.Subject!.IndexOf(':', StringComparison.Ordinal) + 1)..];
            var keeps = history.Program.Incentives.Single(rule => rule.Name == grant.Rule).OnRefund == RefundPolicy.Keep;
            Assert.All(reversed[grant.Subject!], amount => Assert.True(amount > 0));
            Assert.InRange(reversed[grant.Subject!].Sum(), 0, grant.Amount!.Value.MinorUnits);
            if (refunded[order].Sum() == worth[order])
            {
                Assert.Equal(keeps ? 0 : grant.Amount!.Value.MinorUnits, reversed[grant.Subject!].Sum());
            }
        }
    });

    [Fact]
    public void Refusals_leave_the_state_as_it_was() => ForAll(history =>
    {
        foreach (var decision in Told(history).Decisions.Where(decision => !decision.IsAccepted))
        {
            Assert.Empty(decision.Facts);
            Assert.Empty(decision.LedgerLines);
            Assert.All(decision.Changes, change => Assert.True(
                change.Kind == Referrals.Storage.StoreOperationKind.Require || change.Key.Kind == Referrals.Storage.RecordKind.Key));
        }
    });

    [Fact]
    public void Explanations_never_throw_and_always_say_something() => ForAll(history => Assert.All(Told(history).Decisions, decision =>
    {
        Assert.Contains(decision.Code, decision.Explanation.ToText(), StringComparison.Ordinal);
        Assert.NotEmpty(decision.Explanation.ToParticipantText());
        Assert.NotEmpty(decision.Explanation.Checks);
    }));

    [Fact]
    public async Task Pipeline_over_a_store_decides_as_the_pure_function_does()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var history = new RandomHistory(seed);
            var pure = new Story(history.Program);
            var referrals = Engine(history);
            foreach (var input in history.Inputs)
            {
                var stored = await referrals.SubmitAsync(input);
                if (stored.IsRepeated || stored.First is not null)
                {
                    // What was decided before is nothing new to decide; an enrollment draws codes all the same.
                    _ = input is Enrollment ? pure.Tell(input) : null;
                    continue;
                }

                var expected = pure.Tell(input);
                Assert.Equal(expected.Code, stored.Code);
                Assert.Equal(expected.Facts, stored.Facts);
                Assert.Equal(expected.LedgerLines, stored.LedgerLines);
            }

            Assert.Empty(await referrals.Operations.VerifyAsync());
            foreach (var customer in RandomHistory.Customers)
            {
                var balance = Assert.Single(await referrals.GetBalancesAsync(customer));
                Assert.Equal(pure.Ledger("Pending", customer.Value), balance.Pending.MinorUnits);
                Assert.Equal(pure.Ledger("Available", customer.Value), balance.Available.MinorUnits);
            }
        }
    }

    [Fact]
    public async Task Inputs_reported_again_change_nothing_and_get_the_same_answer()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var history = new RandomHistory(seed);
            var referrals = Engine(history);
            var first = new List<Decision>();
            foreach (var input in history.Inputs)
            {
                first.Add(await referrals.SubmitAsync(input));
            }

            var before = await referrals.Operations.ReadLedgerAsync().ToListAsync();
            for (var i = 0; i < history.Inputs.Count; i++)
            {
                if (!first[i].IsFinal)
                {
                    continue; // It is decided again, and something else may come of it now.
                }

                var again = await referrals.SubmitAsync(history.Inputs[i]);
                Assert.Equal(first[i].Code, again.Code);
                Assert.Equal(first[i].Facts, again.Facts);
                Assert.Equal(first[i].Explanation.ToText(), again.Explanation.ToText());
                Assert.True(again.IsRepeated || again.First is not null);
            }

            Assert.Equal(before, await referrals.Operations.ReadLedgerAsync().ToListAsync());
        }
    }

    private static ReferralEngine Engine(RandomHistory history) => new(
        new InMemoryReferralStore(),
        new ReferralsOptions().AddProgram(history.Program),
        new Referrals.Testing.FakeClock(Story.Start),
        randomness: new Referrals.Pipeline.SeededRandomness(42));

    private static Story Told(int seed) => Told(new RandomHistory(seed));

    private static Story Told(RandomHistory history)
    {
        var story = new Story(history.Program);
        foreach (var input in history.Inputs)
        {
            _ = story.Tell(input);
        }

        story.PassTime(20);
        story.PassTime(90);
        return story;
    }

    private static void ForAll(Action<RandomHistory> holds) =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => holds(new RandomHistory(seed))).Check(Histories);
}
