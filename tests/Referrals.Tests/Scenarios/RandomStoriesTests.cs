using FsCheck;
using FsCheck.Fluent;
using Referrals.Testing;

namespace Referrals.Tests.Scenarios;

/// <summary>Properties of programs over random stories.</summary>
public sealed class RandomStoriesTests
{
    private static readonly ReferralProgram Program = ReferralProgram.Create("spring", p => p
        .Qualify(q => q.On("purchase").AtLeast(50, "EUR"))
        .RewardReferrer(r => r.Named("thanks").Flat(10, "EUR").AtMost(30, "EUR", per: TimeFrame.CalendarMonth).HeldFor(TimePeriod.Days(14))));

    [Fact]
    public void Property_that_holds_passes()
    {
        RandomStories.Check(
            static () => Story.Under(Program),
            static story => Assert.All(
                story.Scenario.Facts.Where(static fact => fact.Kind == FactKind.RewardGranted)
                    .GroupBy(static fact => (fact.Customer, fact.OccurredAt.InUtc().Month)),
                static month => Assert.InRange(month.Sum(static fact => fact.Amount!.Value.Value), 0, 30)));
    }

    [Fact]
    public void Property_that_does_not_hold_is_shown_by_a_short_story()
    {
        var failure = Assert.Throws<StoryException>(static () => RandomStories.Check(
            static () => Story.Under(Program),
            static story => _ = story.Scenario.Facts.Count(static fact => fact.Kind == FactKind.RewardGranted) <= 1
                ? story
                : throw new InvalidOperationException("There is a second reward.")));

        Assert.IsType<InvalidOperationException>(failure.InnerException);
        Approvals.Verify(failure.Message);
    }

    [Fact]
    public void Stories_that_lead_to_nothing_prove_nothing() => Assert.Contains(
        "nothing was proved",
        Assert.Throws<StoryException>(static () => RandomStories.Check(
            static () => Story.Under(Program),
            static _ => { },
            static _ => new StoryStep(".Bob.Buys(\"5.00 EUR\")", static story => story.Bob.Buys("5.00 EUR")))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Steps_fit_into_a_property_of_FsCheck()
    {
        var steps = Gen.Choose(1, int.MaxValue).Select(static seed => RandomStories.Usual("EUR")(new Random(seed))).ArrayOf();
        var stories = Arb.From(steps, told => told.Select((_, left) => told.Where((_, at) => at != left).ToArray()));
        Prop.ForAll(stories, told =>
        {
            var story = Story.Under(Program);
            Array.ForEach(told, step => step.Tell(story));
            return story.Scenario.Ledger.Sum(static line => line.Amount.MinorUnits) == 0;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Same_seed_gives_the_same_stories()
    {
        var first = Told(7);
        Assert.Equal(first, Told(7));
        Assert.NotEqual(first, Told(8));

        static IReadOnlyList<string> Told(int seed)
        {
            var told = new List<string>();
            RandomStories.Check(static () => Story.Under(Program), story => told.Add(story.ToString()), stories: 20, seed: seed);
            return told;
        }
    }
}
