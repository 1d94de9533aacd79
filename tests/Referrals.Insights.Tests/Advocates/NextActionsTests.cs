using FsCheck;
using FsCheck.Fluent;
using Referrals.Insights.Advocates;
using Referrals.Insights.Numerics;
using static Referrals.Insights.Tests.Advocates.AdvocateWorld;

namespace Referrals.Insights.Tests.Advocates;

public sealed class NextActionsTests
{
    private static readonly AdvocateWorld World = new(4000, 11);
    private static readonly AdvocateFacts Facts = World.Facts();
    private static readonly AdvocateScore Score = AdvocateScore.Train(Facts).OrThrow();
    private static readonly AdvocateRanking Ranking = Score.Rank(Facts, Until).OrThrow();
    private static readonly string Likely = Ranking.People[0].Id;
    private static readonly string Unlikely = Ranking.People[^1].Id;

    [Fact]
    public void Friend_who_came_is_thanked_for_once()
    {
        Assert.Equal((NextAction.Thank, ActionReason.FriendCame), Next(Unlikely, Came(Unlikely, Until - 3)));
        Assert.Equal((NextAction.LeaveAlone, ActionReason.NotLikely), Next(Unlikely, Came(Unlikely, Until - 20)));
        var thanked = new AdvocateContact(Unlikely, Until - 2, NextAction.Thank);
        Assert.Equal((NextAction.LeaveAlone, ActionReason.NotLikely), Next(Unlikely, Came(Unlikely, Until - 3), thanked));

        // Thanks for an earlier friend are none for this one, and a friend who is to come is not known.
        Assert.Equal(NextAction.Thank, Next(Unlikely, Came(Unlikely, Until - 3), new AdvocateContact(Unlikely, Until - 4, NextAction.Thank)).Action);
        Assert.Equal(NextAction.LeaveAlone, Next(Unlikely, Came(Unlikely, Until)).Action);
    }

    [Fact]
    public void Share_without_a_friend_is_reminded_of_after_a_while()
    {
        Assert.Equal((NextAction.LeaveAlone, ActionReason.TooSoon), Next(Unlikely, Shared(Unlikely, Until - 6)));
        Assert.Equal((NextAction.Remind, ActionReason.SharedWithoutFriend), Next(Unlikely, Shared(Unlikely, Until - 8)));
        Assert.Equal((NextAction.LeaveAlone, ActionReason.NotLikely), Next(Unlikely, Shared(Unlikely, Until - 31)));
        Assert.Equal(ActionReason.NotLikely, Next(Unlikely, Came(Unlikely, Until - 20).WithShares([Unlikely], [Until - 25])).Reason);
        Assert.Equal(ActionReason.TooSoon, Next(Unlikely, Shared(Unlikely, Until - 20), new AdvocateContact(Unlikely, Until - 3, NextAction.Remind)).Reason);
    }

    [Fact]
    public void Likely_people_are_invited_and_others_left_alone()
    {
        var plan = NextActions.Plan(Ranking, Facts, []);
        Assert.Equal(4000, plan.Count);
        Assert.All(plan.Skip(800), one => Assert.NotEqual(NextAction.Invite, one.Action));
        Assert.True(plan.Take(800).Count(one => one.Action == NextAction.Invite) > 600);
        Assert.Equal((NextAction.Invite, ActionReason.LikelyToRefer), Next(Quiet(), Facts));
        Assert.Equal((NextAction.LeaveAlone, ActionReason.TooSoon), Next(Quiet(), Facts, new AdvocateContact(Quiet(), Until - 2, NextAction.Invite)));
    }

    [Fact]
    public void Cap_and_wish_come_before_everything()
    {
        var facts = Came(Likely, Until - 3);
        AdvocateContact[] two = [new(Likely, Until - 1, NextAction.LeaveAlone), new(Likely, Until - 29, NextAction.Invite)];
        Assert.Equal((NextAction.LeaveAlone, ActionReason.ContactCap), Next(Likely, facts, two));
        Assert.Equal(NextAction.Thank, Next(Likely, facts, two[0], new(Likely, Until - 30, NextAction.Invite)).Action);

        // What is planned for later counts as well.
        Assert.Equal(ActionReason.ContactCap, Next(Likely, facts, two[0], new(Likely, Until + 5, NextAction.Invite)).Reason);
        var plan = NextActions.Plan(Ranking, facts, [], optedOut: new HashSet<string> { Likely });
        Assert.Equal((NextAction.LeaveAlone, ActionReason.OptedOut), (plan[0].Action, plan[0].Reason));
    }

    /// <summary>A plan every few days for two months: nobody gets more contacts in any window than the policy says.</summary>
    [Fact]
    public void Cap_holds_in_every_window() => Prop.ForAll(
        Gen.Choose(1, 3).ToArbitrary(), Gen.Choose(5, 40).ToArbitrary(), Gen.Choose(0, 1 << 30).ToArbitrary(), (most, window, seed) =>
    {
        var random = new SeededRandom((ulong)seed);
        var small = Facts.Without(World.People.Skip(150).Select(one => one.Id));
        var policy = new ContactPolicy { MostContacts = most, Window = window, RemindAfter = 1, InvitedPart = 0.5 };
        var contacts = new List<AdvocateContact>();
        for (var day = 200d; day < 260; day += 0.5 + (3 * random.NextDouble()))
        {
            var plan = NextActions.Plan(Score.Rank(small, day).OrThrow(), small, contacts, policy);
            contacts.AddRange(plan.Where(one => one.Action != NextAction.LeaveAlone).Select(one => new AdvocateContact(one.Id, day, one.Action)));
        }

        Assert.NotEmpty(contacts);
        Assert.All(contacts.GroupBy(one => one.Id), person => Assert.All(
            person, first => Assert.InRange(person.Count(one => one.Day >= first.Day && one.Day < first.Day + window), 0, most)));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(10));

    [Fact]
    public void Policies_outside_their_limits_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => NextActions.Plan(Ranking, Facts, [], new ContactPolicy { MostContacts = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => NextActions.Plan(Ranking, Facts, [], new ContactPolicy { RemindAfter = 40 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => NextActions.Plan(Ranking, Facts, [], new ContactPolicy { InvitedPart = 1.1 }));
        Assert.Throws<ArgumentException>(() => NextActions.Plan(Ranking, Facts, [new AdvocateContact("a", double.NaN, NextAction.Thank)]));
    }

    private static (NextAction Action, ActionReason Reason) Next(string id, AdvocateFacts facts, params AdvocateContact[] contacts)
    {
        var one = NextActions.Plan(Ranking, facts, contacts).Single(person => person.Id == id);
        return (one.Action, one.Reason);
    }

    /// <summary>Somebody likely to whom no friend came lately.</summary>
    private static string Quiet() => Ranking.People.First(one => World.Friends.All(friend => friend.Referrer != one.Id || friend.At < Until - 40)).Id;

    private static AdvocateFacts Came(string id, double at) => World.Facts(more: [(id, "a new friend", at)]);

    private static AdvocateFacts Shared(string id, double at) => Facts.WithShares([id], [at]);
}
