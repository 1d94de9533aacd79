using System.Text.RegularExpressions;
using Referrals.Explanations;
using Referrals.Storage;
using Referrals.Testing;
using Referrals.Tests.Decisions;
using Referrals.Tests.Decisions.Guarding;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Explanations;

/// <summary>What participants read: each side about itself, nothing about others, and the reason that matters however much else happens.</summary>
public sealed partial class ParticipantTextTests
{
    private static readonly ReferralProgram Sides = ReferralProgram.Create("sides", p => p
        .RewardReferrer(r => r.Flat(10, "EUR").When(w => w.AtLeast(50, "EUR")))
        .RewardReferee(r => r.Flat(5, "EUR").ForPayments(1)));

    [Fact]
    public void Each_side_reads_about_itself_only()
    {
        var scenario = Scenario(Sides);
        var small = scenario.Purchase("bob", 23.02m, "EUR").Explanation;
        var second = scenario.Purchase("bob", 80, "EUR").Explanation;

        Assert.Equal("You earned a reward.", small.ToParticipantText());
        Assert.Equal(
            "You did not earn a reward for a friend this time. The amount does not qualify; at least 50.00 EUR is needed.",
            small.ToParticipantText(Side.Referrer));
        Assert.Equal("You did not earn a reward this time. All rewarded payments have been made.", second.ToParticipantText());
        Assert.Equal("You earned a reward for a friend you referred.", second.ToParticipantText(Side.Referrer));
    }

    [Fact]
    public void Side_without_a_rule_reads_that_it_was_recorded()
    {
        var scenario = Scenario(ReferralProgram.Create("one", p => p.RewardReferrer(r => r.Flat(10, "EUR").When(w => w.AtLeast(50, "EUR")))));

        Assert.Equal("This was recorded.", scenario.Purchase("bob", 80, "EUR").Explanation.ToParticipantText());
        Assert.Equal("This was recorded.", scenario.Purchase("bob", 10, "EUR").Explanation.ToParticipantText());
        Assert.Equal(
            "This was recorded.",
            scenario.Tell(Refund.Of("r1", "order-1", Amount.Of(20, "EUR"))).Explanation.ToParticipantText());
    }

    [Fact]
    public void Refund_tells_each_side_of_its_own_reward()
    {
        var scenario = Scenario(ReferralProgram.Create("both", p => p
            .RewardReferrer(r => r.Flat(10, "EUR"))
            .RewardReferee(r => r.Flat(5, "EUR").KeptOnRefund())));
        _ = scenario.Purchase("bob", 80, "EUR");
        var refund = scenario.Tell(Refund.Of("r1", "order-1", Amount.Of(20, "EUR"))).Explanation;

        Assert.Equal("Your reward stays as it is.", refund.ToParticipantText());
        Assert.Equal("Your reward was reduced because of a refund.", refund.ToParticipantText(Side.Referrer));
    }

    /// <summary>Where several share a reward, the limit of one is no news for another.</summary>
    [Fact]
    public void Limit_of_another_referrer_is_not_told()
    {
        var program = ReferralProgram.Create("levels", p => p.RewardReferrer(r => r.Flat(10, "EUR").SharedOverLevels(2, 50).AtMost(5, "EUR")));
        var scenario = new ReferralScenario(program);
        _ = scenario.Enroll("ann");
        _ = scenario.Enroll("alice");
        _ = scenario.SignUp("alice", referredBy: "ann");
        _ = scenario.SignUp("bob", referredBy: "alice");
        _ = scenario.Purchase("alice", 40, "EUR"); // ann's limit is used up
        var decision = scenario.Purchase("bob", 40, "EUR");

        Assert.Contains(decision.Grants, grant => grant.Customer == Customer("alice"));
        Assert.DoesNotContain(decision.Grants, grant => grant.Customer == Customer("ann"));
        Assert.Equal("You earned a reward for a friend you referred.", decision.Explanation.ToParticipantText(Side.Referrer));
        Assert.Empty(View(program, scenario, "alice").Refusals);
    }

    /// <summary>Twenty later orders of one loyal friend do not hide that another friend's sign-up was refused.</summary>
    [Fact]
    public async Task Loyal_friend_does_not_hide_the_refusal_that_matters()
    {
        var program = ReferralProgram.Create("loyal", p => p
            .Guard(g => g.Against(Referrals.Guard.SharedDevice().Refusing()))
            .RewardReferrer(r => r.Flat(10, "EUR").When(w => w.AtLeast(50, "EUR")).ForPayments(1)));
        var inputs = new List<ReferralInput>
        {
            Enrollment.Of(Customer("alice")).With(GuardStory.Signals(s => s.Device("d"))).At(Day(0)),
            Referrals.SignUp.Of(Customer("eve")).ReferredBy(Customer("alice")).With(GuardStory.Signals(s => s.Device("d"))).At(Day(1)),
            Referrals.SignUp.Of(Customer("bob")).ReferredBy(Customer("alice")).At(Day(1)),
            Bought("small", 20, 2),
        };
        inputs.AddRange(Enumerable.Range(0, 60).Select(i => Bought($"o{i}", 80, 3 + i)));
        var scenario = new ReferralScenario(program);
        inputs.ForEach(input => _ = scenario.Tell(input));
        var engine = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(program), new FakeClock(Day(90)));
        foreach (var input in inputs)
        {
            _ = await engine.SubmitAsync(input);
        }

        var stored = (await engine.GetParticipantAsync(Customer("alice"))).Refusals;
        Assert.Equal(
            [
                ("2026-05-02", "reward.payments_over", "All rewarded payments have been made."),
                ("2026-03-03", "condition.amount", "The amount does not qualify; at least 50.00 EUR is needed."),
                ("2026-03-02", "sign_up.referral_refused", "A friend's sign-up could not be counted as your referral."),
            ],
            stored.Select(static refusal => (NodaTime.Text.LocalDatePattern.Iso.Format(refusal.Day), refusal.Code, refusal.Message)));
        Assert.Equal(stored, View(program, scenario, "alice").Refusals);

        static Conversion Bought(string id, decimal amount, double day) =>
            Conversion.Of(Customer("bob"), id, "purchase", Amount.Of(amount, "EUR")).At(Day(day));
    }

    /// <summary>Whatever happens, no text for a participant holds an id, a code, a name of the program, a time of day or an operator's phrase.</summary>
    [Fact]
    public void Participants_read_nothing_internal_in_random_histories()
    {
        var phrases = CheckText.Codes.Select(static code => CheckText.Phrase(code, ReferralTexts.English)).Where(static phrase => phrase.Contains(' ', StringComparison.Ordinal)).ToArray();
        foreach (var seed in Enumerable.Range(0, 60))
        {
            var history = new RandomHistory(seed);
            var scenario = new ReferralScenario(history.Program);
            foreach (var input in history.Inputs)
            {
                var explanation = scenario.Tell(input).Explanation;
                Check(explanation.ToParticipantText());
                Check(explanation.ToParticipantText(Side.Referrer));
            }

            foreach (var name in new[] { "ann", "ben", "cid", "dee", "eve", "fay" })
            {
                Assert.All(View(history.Program, scenario, name).Refusals, refusal => Check(refusal.Message));
            }
        }

        void Check(string text)
        {
            Assert.DoesNotMatch(Internal(), text);
            Assert.DoesNotContain(phrases, phrase => text.Contains(phrase, StringComparison.OrdinalIgnoreCase));
        }
    }

    [GeneratedRegex("random|[a-z]+\\.[a-z]+_[a-z]+|\\[|\\]|\\{|\\}|\\b(ann|ben|cid|dee|eve|fay)\\b|\\d\\d:\\d\\d|order-?\\d")]
    private static partial Regex Internal();

    private static ReferralScenario Scenario(ReferralProgram program)
    {
        var scenario = new ReferralScenario(program);
        _ = scenario.Enroll("alice");
        _ = scenario.SignUp("bob", referredBy: "alice");
        return scenario;
    }

    private static ParticipantView View(ReferralProgram program, ReferralScenario scenario, string customer) => ParticipantView.Of(
        program, scenario.State, scenario.Ledger, scenario.Decisions, Customer(customer));
}
