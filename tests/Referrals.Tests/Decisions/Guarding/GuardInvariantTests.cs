using FsCheck;
using FsCheck.Fluent;
using Referrals.Explanations;
using Referrals.Serialization;
using Referrals.Storage;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Decisions.Guarding;

/// <summary>What guards, holds and reviews never break, whatever the program and whatever happens.</summary>
public sealed class GuardInvariantTests
{
    private static readonly Config Histories = Config.QuickThrowOnFailure.WithMaxTest(400);

    [Fact]
    public void Histories_reach_every_outcome_and_every_guard()
    {
        var decisions = Enumerable.Range(0, 400).SelectMany(seed => Told(new GuardedHistory(seed)).Decisions).ToArray();

        string[] outcomes =
        [
            DecisionCodes.SignUpReferralHeld, DecisionCodes.SignUpReferralRefused, DecisionCodes.ReviewApproved, DecisionCodes.ReviewRejected,
            DecisionCodes.ReviewNotHeld, DecisionCodes.ReviewNoReferral, DecisionCodes.ReviewAlreadyRejected, DecisionCodes.RewardTakenBack,
            DecisionCodes.ReferrerBanned, DecisionCodes.ReferrerAlreadyBanned, DecisionCodes.ReferrerBanLifted, DecisionCodes.ReferrerNotBanned,
        ];
        string[] guards =
        [
            "guard.same_email", "guard.shared_payment", "guard.shared_device", "guard.signal_missing", "guard.existing_customer",
            "guard.already_referred", "guard.referral_after_order", "guard.referrer_velocity", "guard.signal_velocity",
            "guard.disposable_domain", "guard.banned_referrer", "guard.score", "guard.self_referral", "guard.cycle", "guard.referral_rejected",
        ];
        Assert.Empty(outcomes.Except(decisions.Select(decision => decision.Code)));
        Assert.Empty(guards.Except(
            decisions.SelectMany(decision => decision.Explanation.Checks).Where(check => check.Verdict == Verdict.Failed).Select(check => check.Code)));
    }

    [Fact]
    public void One_referral_per_referee_never_of_oneself_and_never_in_a_circle() => ForAll(history =>
    {
        var referrals = Told(history).Facts.Where(fact => fact.Kind == FactKind.ReferralCreated).ToArray();
        var referrerOf = referrals.ToDictionary(fact => fact.Customer!.Value, fact => fact.Referrer!.Value);
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
    public void Refused_referral_earns_nothing() => ForAll(history =>
    {
        var story = Told(history);
        var refused = story.Facts.Where(fact => fact.Kind == FactKind.ReferralRefused).Select(fact => fact.Customer!.Value).ToHashSet();
        Assert.DoesNotContain(GrantsOf(story, history), grant => refused.Contains(grant.Referee));
    });

    [Fact]
    public void Rejected_referral_is_granted_nothing_more_and_nothing_of_it_vests() => ForAll(history =>
    {
        var rejected = new HashSet<CustomerId>();
        var refereeOf = new Dictionary<string, CustomerId>(StringComparer.Ordinal);
        foreach (var (decision, referee) in Decided(Told(history), history))
        {
            foreach (var fact in decision.Facts)
            {
                if (fact.Kind == FactKind.ReferralRejected)
                {
                    _ = rejected.Add(fact.Customer!.Value);
                }
                else if (fact.Kind == FactKind.RewardGranted)
                {
                    refereeOf[fact.Subject!] = referee!.Value;
                    Assert.DoesNotContain(referee.Value, rejected);
                }
                else if (fact.Kind == FactKind.RewardVested)
                {
                    Assert.DoesNotContain(refereeOf[fact.Subject!], rejected);
                }
            }
        }
    });

    [Fact]
    public void Nothing_of_a_held_referral_vests() => ForAll(history =>
    {
        var held = new HashSet<CustomerId>();
        var refereeOf = new Dictionary<string, CustomerId>(StringComparer.Ordinal);
        foreach (var (decision, referee) in Decided(Told(history), history))
        {
            foreach (var fact in decision.Facts)
            {
                _ = fact.Kind switch
                {
                    FactKind.ReferralHeld => held.Add(fact.Customer!.Value),
                    FactKind.ReferralApproved or FactKind.ReferralRejected => held.Remove(fact.Customer!.Value),
                    FactKind.RewardGranted => refereeOf.TryAdd(fact.Subject!, referee!.Value),
                    _ => true,
                };
                Assert.False(fact.Kind == FactKind.RewardVested && held.Contains(refereeOf[fact.Subject!]), "A reward of a held referral vested.");
            }
        }
    });

    [Fact]
    public void Holding_and_rejecting_everything_ends_at_zero() => ForAll(history =>
    {
        var program = history.Program with { Guards = GuardStory.Program(g => g.Against(Referrals.Guard.Missing(SignalKind.Phone))).Guards };
        var story = new Story(program);
        foreach (var input in history.Inputs.Where(input => input is not ReferralReview { IsApproved: true }))
        {
            _ = story.Tell(input);
        }

        foreach (var customer in GuardedHistory.Customers)
        {
            _ = story.Tell(ReferralReview.Reject(customer, "all").At(Day(60)));
        }

        story.PassTime(61);
        Assert.All(
            story.LedgerTotals.Where(account => account.Key.StartsWith("Pending", StringComparison.Ordinal) || account.Key.StartsWith("Available", StringComparison.Ordinal)),
            account => Assert.Equal(0, account.Value));
        Assert.Equal(0, story.LedgerTotals.Values.Sum());
    });

    [Fact]
    public void Ledger_sums_to_zero_and_no_customer_goes_below_it() => ForAll(history =>
    {
        var totals = Told(history).LedgerTotals;
        Assert.Equal(0, totals.Values.Sum());
        Assert.All(totals.Where(account => !account.Key.StartsWith("Program", StringComparison.Ordinal)), account => Assert.True(account.Value >= 0));
    });

    [Fact]
    public void Participants_learn_nothing_of_the_guards() => ForAll(history => Assert.All(Told(history).Decisions, decision =>
    {
        var text = decision.Explanation.ToParticipantText();
        Assert.DoesNotMatch("(?i)e-mail|phone|card|device|domain|points|score|banned|within|guard|fraud|\\b(ann|ben|cid|dee|eve|fay)\\b", text);
        Assert.NotEmpty(decision.Explanation.ToText());
    }));

    [Fact]
    public void Program_with_guards_is_written_and_read_as_it_is() =>
        ForAll(history => Assert.Equal(history.Program, ProgramJson.Read(ProgramJson.Write(history.Program))));

    [Fact]
    public async Task Pipeline_over_a_store_decides_as_the_pure_function_does()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var history = new GuardedHistory(seed);
            var pure = new Story(history.Program);
            var referrals = new ReferralEngine(
                new InMemoryReferralStore(), new ReferralsOptions().AddProgram(history.Program), randomness: new Referrals.Pipeline.SeededRandomness(42));
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
                Assert.Equal(expected.Explanation.ToText(), stored.Explanation.ToText());
            }

            pure.PassTime(90);
            _ = await referrals.Operations.ProcessDueAsync(Day(90));
            Assert.Empty(await referrals.Operations.VerifyLedgerAsync());
            foreach (var customer in GuardedHistory.Customers)
            {
                var balance = Assert.Single(await referrals.GetBalancesAsync(customer));
                Assert.Equal(pure.Ledger("Pending", customer.Value), balance.Pending.MinorUnits);
                Assert.Equal(pure.Ledger("Available", customer.Value), balance.Available.MinorUnits);
            }
        }
    }

    private static IEnumerable<(CustomerId Referee, Fact Grant)> GrantsOf(Story story, GuardedHistory history) =>
        from decided in Decided(story, history)
        from fact in decided.Decision.Facts
        where fact.Kind == FactKind.RewardGranted
        select (decided.Referee!.Value, fact);

    /// <summary>Each decision with whose conversion or sign-up it is about.</summary>
    private static IEnumerable<(Decision Decision, CustomerId? Referee)> Decided(Story story, GuardedHistory history)
    {
        var about = history.Inputs.DistinctBy(input => input.Key).ToDictionary(input => input.Key, input => input switch
        {
            SignUp signUp => signUp.Customer,
            Conversion conversion => conversion.Customer,
            _ => (CustomerId?)null,
        });
        foreach (var conversion in history.Inputs.OfType<Conversion>())
        {
            _ = about.TryAdd(new CatchUp { ConversionId = conversion.Id }.Key, conversion.Customer);
        }

        return story.Decisions.Select(decision => (decision, about.GetValueOrDefault(decision.Key)));
    }

    private static Story Told(GuardedHistory history)
    {
        var story = new Story(history.Program);
        foreach (var input in history.Inputs)
        {
            _ = story.Tell(input);
        }

        story.PassTime(50);
        story.PassTime(90);
        return story;
    }

    private static void ForAll(Action<GuardedHistory> holds) =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => holds(new GuardedHistory(seed))).Check(Histories);
}
