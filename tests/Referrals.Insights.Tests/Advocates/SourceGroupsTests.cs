using Referrals.Insights.Advocates;
using Referrals.Insights.Experiments;
using static Referrals.Insights.Tests.Advocates.AdvocateWorld;

namespace Referrals.Insights.Tests.Advocates;

public sealed class SourceGroupsTests
{
    private static readonly AdvocateWorld World = new(4000, 11);
    private static readonly AdvocateFacts Facts = World.Facts();

    [Fact]
    public void Group_with_more_sources_is_found()
    {
        var groups = SourceGroups.Of(Facts, LearnedAt).OrThrow();
        var club = groups.Groups.Single(group => group.Name == "club");
        Assert.True(club.IsBetter);
        Assert.True(club.Lift.OrThrow().Interval.Low > 1, $"{club.Lift}");
        Assert.Equal(groups.Groups.OrderByDescending(group => group.Rate.Value), groups.Groups);
        Assert.True(groups.Groups.Single(group => group.Name == "private").IsWorse);
        Assert.All(groups.Groups.Where(group => group.Feature == AdvocateFeature.Channel), group => Assert.False(group.IsBetter || group.IsWorse));

        // Counted by hand.
        var sources = World.Friends.Select(one => one.Referrer).ToHashSet();
        Assert.Equal(sources.Count, groups.Sources);
        var members = World.People.Where(one => one.Segment == "club").ToArray();
        Assert.Equal((members.Length, members.Count(one => sources.Contains(one.Id))), (club.People, club.Sources));
        var against = Proportions.Compare(sources.Count - club.Sources, 4000 - club.People, club.Sources, club.People).OrThrow();
        Assert.Equal(against.Lift.OrThrow(), club.Lift.OrThrow());
        Assert.True(club.PValue >= against.Test().OrThrow().PValue);
        Vectors.Close((double)club.Sources / sources.Count, club.ShareOfSources.Value, 1e-12);
    }

    [Fact]
    public void Look_alikes_have_no_friend_yet_and_are_in_a_better_group()
    {
        var groups = SourceGroups.Of(Facts, LearnedAt).OrThrow();
        var alike = groups.LookAlikes(Facts, Until);
        var sources = World.Friends.Select(one => one.Referrer).ToHashSet();
        Assert.NotEmpty(alike);
        Assert.All(alike, one => Assert.True(!sources.Contains(one.Id) && one.Groups.All(group => group.IsBetter)));
        var clubs = World.People.Where(one => one.Segment == "club" && !sources.Contains(one.Id)).Select(one => one.Id);
        Assert.Empty(clubs.Except(alike.Where(one => one.Groups.Any(group => group.Name == "club")).Select(one => one.Id)));
        Assert.Empty(groups.LookAlikes(Facts.Without(alike.Select(one => one.Id)), Until));
    }

    [Fact]
    public void Small_groups_are_hidden_and_so_are_those_that_would_reveal_them()
    {
        var world = new AdvocateWorld(4000, 11);
        for (var i = 0; i < 4000; i++)
        {
            world.People[i] = world.People[i] with { Segment = i < 30 ? "board" : "private" };
        }

        var groups = SourceGroups.Of(world.Facts(), LearnedAt).OrThrow();
        Assert.DoesNotContain(groups.Groups, group => group.Feature == AdvocateFeature.Segment);
        Assert.True(groups.HiddenGroups >= 2);
        Assert.All(groups.Groups, group => Assert.InRange(group.People, 50, 3950));
        Assert.Contains(SourceGroups.Of(world.Facts(), LearnedAt, smallestGroup: 20).OrThrow().Groups, group => group.Name == "board");
        Assert.Throws<ArgumentOutOfRangeException>(() => SourceGroups.Of(world.Facts(), LearnedAt, smallestGroup: 5));
    }

    /// <summary>Where channels and segments mean nothing, one in twenty tables may show a group by chance, and not each of a dozen groups.</summary>
    [Fact]
    public void Groups_without_a_difference_are_rarely_called_better()
    {
        var alarms = 0;
        for (var run = 0; run < 200; run++)
        {
            var random = new Referrals.Insights.Numerics.SeededRandom((ulong)run);
            string[] ids = [.. Enumerable.Range(0, 600).Select(i => $"{i}")];
            string[] sources = [.. ids.Where(_ => random.NextDouble() < 0.2)];
            var facts = AdvocateFacts.Of(
                    ids,
                    [.. ids.Select(_ => 200 * random.NextDouble())],
                    [.. ids.Select(_ => $"channel {random.NextIndex(4)}")],
                    [.. ids.Select(_ => $"segment {random.NextIndex(4)}")],
                    Until)
                .WithFriends(sources, sources, [.. sources.Select(_ => 300d)]);
            alarms += SourceGroups.Of(facts, 250).OrThrow().Groups.Any(group => group.IsBetter || group.IsWorse) ? 1 : 0;
        }

        Assert.InRange(alarms, 0, 20);
    }

    [Fact]
    public void Too_few_sources_are_refused() =>
        Assert.Equal(RefusalCode.TooFewObservations, SourceGroups.Of(Facts, LearnedAt, friends: 9).Refusal?.Code);
}
