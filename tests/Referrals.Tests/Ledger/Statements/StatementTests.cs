using NodaTime;
using Referrals.Ledger;
using Referrals.Testing;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Ledger.Statements;

public sealed class StatementTests
{
    private static readonly CustomerId Alice = Customer("alice");

    [Fact]
    public void Statement_reads_well()
    {
        var story = Told();

        Approvals.Verify(Statement.Of(story.Ledger, Alice, Day(0), Day(20)).ToText() + Statement.Of(story.Ledger, Alice, Day(20), Day(60)).ToText());
    }

    [Fact]
    public void Balance_of_a_day_counts_what_took_effect_by_then_also_if_it_was_told_late()
    {
        var story = Told();
        Assert.Equal(Usd(14), LedgerBalance.At(story.Ledger, Alice, Unit.Parse("USD"), Day(10)).Available);

        _ = story.Tell(Refund.Of("late", "order-2", Usd(50)).At(Day(9)));

        Assert.Equal(Usd(4), LedgerBalance.At(story.Ledger, Alice, Unit.Parse("USD"), Day(10)).Available);
        Assert.Equal(Usd(0), LedgerBalance.At(story.Ledger, Alice, Unit.Parse("USD"), Day(-1)).Available);
    }

    [Fact]
    public void End_before_the_start_is_refused() =>
        Assert.Throws<ArgumentException>("until", () => Statement.Of([], Alice, Day(1), Day(0)));

    private static ReferralScenario Told()
    {
        var story = new ReferralScenario(ReferralProgram.Create("p", p => p
            .RewardReferrer(r => r.PercentOf(20, "USD").When(w => w.On("purchase")).HeldFor(TimePeriod.Days(5)).ExpiresAfter(TimePeriod.Days(30)))
            .RewardReferrer(r => r.Named("bonus").Flat(300, "points").When(w => w.On("survey")).Reviewed(within: TimePeriod.Days(5), whenOverdue: WhenOverdue.Approve))));
        _ = story.Enroll("alice");
        _ = story.SignUp("bob", referredBy: "alice");
        _ = story.Purchase("bob", 70, "USD");
        story.Pass(Duration.FromDays(8));
        _ = story.Tell(Conversion.Of(Customer("bob"), "survey-1", "survey"));
        story.PassUntil(Day(9));
        _ = story.Purchase("bob", 100, "USD");
        story.PassUntil(Day(15));
        _ = story.Redeem("alice", 20, "USD");
        var started = story.StartPayout("march", "alice", "USD");
        story.PassUntil(Day(18));
        _ = story.FailPayout(started, "closed");
        _ = story.Tell(Refund.OfWhole("refund", "order-1"));
        story.PassUntil(Day(50));
        return story;
    }
}
