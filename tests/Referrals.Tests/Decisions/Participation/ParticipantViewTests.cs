using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;
using Referrals.Storage;
using Referrals.Testing;
using static Referrals.Tests.Decisions.Story;

namespace Referrals.Tests.Decisions.Participation;

public sealed class ParticipantViewTests
{
    private static readonly ReferralProgram Program = ReferralProgram.Create("p", p => p
        .RewardReferrer(r => r.Flat(20, "USD").When(w => w.On("purchase").AtLeast(50, "USD")).HeldFor(TimePeriod.Days(5)).ExpiresAfter(TimePeriod.Days(30)))
        .RewardReferrer(r => r.Named("bonus").Flat(300, "points").When(w => w.On("survey")).Reviewed(within: TimePeriod.Days(5), whenOverdue: WhenOverdue.Reject))
        .RewardReferee(r => r.Flat(5, "USD").When(w => w.On("purchase").AtLeast(200, "USD"))));

    private static readonly ReferralInput[] Inputs =
    [
        SignUp.Of(Customer("bob")).ReferredBy(Customer("alice")).At(Day(0)),
        SignUp.Of(Customer("eve")).ReferredBy(Customer("eve")).At(Day(0)),
        Conversion.Of(Customer("bob"), "o1", "purchase", Usd(80)).At(Day(0)),
        Conversion.Of(Customer("bob"), "s1", "survey").At(Day(1)),
        Conversion.Of(Customer("bob"), "o2", "purchase", Usd(36.06m)).At(Day(2)),
        Conversion.Of(Customer("bob"), "o3", "purchase", Usd(80)).At(Day(3)),
        Conversion.Of(Customer("bob"), "s2", "survey").At(Day(7)),
        Redemption.Of("r1", Customer("alice"), Usd(8)).At(Day(8)),
        PayoutStart.Of("march", Customer("alice"), Usd(20)).At(Day(9)),
        Conversion.Of(Customer("bob"), "o4", "purchase", Usd(80)).At(Day(9)),
    ];

    [Fact]
    public void View_reads_well()
    {
        var story = new ReferralScenario(Program);
        _ = story.Enroll("alice");
        foreach (var input in Inputs)
        {
            story.PassUntil(input.OccurredAt!.Value);
            _ = story.Tell(input);
        }

        Approvals.Verify(string.Join("\n", new[] { "alice", "bob", "eve" }.Select(
            name => Text(ParticipantView.Of(Program, story.State, story.Ledger, story.Decisions, Customer(name))))));
    }

    [Fact]
    public async Task Engine_shows_the_same()
    {
        var referrals = new ReferralEngine(new InMemoryReferralStore(), new ReferralsOptions().AddProgram(Program), new FakeClock(Day(9)));
        var story = new ReferralScenario(Program);
        _ = story.Enroll("alice");
        _ = await referrals.EnrollAsync(Enrollment.Of(Customer("alice")).At(Day(0)));
        foreach (var input in Inputs)
        {
            story.PassUntil(input.OccurredAt!.Value);
            _ = story.Tell(input);
            _ = await referrals.Operations.ProcessDueAsync(input.OccurredAt);
            _ = await referrals.SubmitAsync(input);
        }

        foreach (var name in new[] { "alice", "bob", "eve", "nobody" })
        {
            Assert.Equal(
                Text(ParticipantView.Of(Program, story.State, story.Ledger, story.Decisions, Customer(name))),
                Text(await referrals.GetParticipantAsync(Customer(name))));
        }
    }

    private static string Text(ParticipantView view)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{view.Customer}\n");
        foreach (var holding in view.Holdings)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"  has {holding.Balance}, {holding.Balance.InPayout} on its way")
                .Append(CultureInfo.InvariantCulture, $"; held {holding.Held} until {Time(holding.NextAvailableAt)}; in review {holding.InReview}\n");
            foreach (var expiring in holding.Expiring)
            {
                _ = text.Append(CultureInfo.InvariantCulture, $"    {expiring.Amount} expires {Time(expiring.ExpiresAt)}\n");
            }
        }

        foreach (var reward in view.Rewards)
        {
            var parts = string.Join(", ", reward.Parts.OrderBy(part => part.Key).Select(part => $"{part.Key} {part.Value}"));
            _ = text.Append(CultureInfo.InvariantCulture, $"  {reward.Id}: {reward.Stage} until {Time(reward.PendingUntil)}: {parts}\n");
        }

        foreach (var refusal in view.Refusals)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"  refused {LocalDatePattern.Iso.Format(refusal.Day)}: {refusal.Message} [{refusal.Code}]\n");
        }

        return text.ToString();
    }

    private static string Time(Instant? instant) => instant is { } at ? InstantPattern.ExtendedIso.Format(at) : "-";
}
