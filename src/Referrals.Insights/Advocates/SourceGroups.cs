using Referrals.Insights.Experiments;

namespace Referrals.Insights.Advocates;

/// <summary>What the best sources of friends have in common, and who else is like them.</summary>
/// <remarks>
/// People as they were at one moment, in groups by channel, segment, number of orders and time since the sign-up; the best sources are those by whom friends
/// came from then
/// on. Each group is compared with everybody else: the rate of sources over theirs, with the interval of the log ratio (Katz et al. 1978), and the pooled
/// test corrected
/// by the method of Holm for the number of groups. Small groups are not shown: they tell little, and would tell of single people.
/// </remarks>
/// <example><code>
/// var groups = SourceGroups.Of(facts, at: 275).OrThrow();
/// var alike = groups.LookAlikes(facts, at: 365);
/// </code></example>
public sealed class SourceGroups
{
    /// <summary>The smallest group that may be shown.</summary>
    public const int SmallestAllowed = 20;

    private SourceGroups(double at, long people, long sources, int hidden, IReadOnlyList<SourceGroup> groups) =>
        (At, People, Sources, HiddenGroups, Groups) = (at, people, sources, hidden, groups);

    /// <summary>The moment, in days.</summary>
    public double At { get; }

    /// <summary>How many people had signed up.</summary>
    public long People { get; }

    /// <summary>How many of them were best sources.</summary>
    public long Sources { get; }

    /// <summary>How many groups were too small to be shown.</summary>
    public int HiddenGroups { get; }

    /// <summary>The groups, those in which sources are the most frequent first.</summary>
    public IReadOnlyList<SourceGroup> Groups { get; }

    /// <summary>Compares groups.</summary>
    /// <param name="facts">What is known.</param>
    /// <param name="at">The moment, in days. What people are is read before it, whom they brought from it until the end of the facts.</param>
    /// <param name="friends">From how many friends somebody is a best source, from 1.</param>
    /// <param name="smallestGroup">Smaller groups are not shown; from 20.</param>
    /// <param name="level">The level of the intervals.</param>
    /// <returns>The groups, or a refusal: fewer than ten best sources, or the facts contradict themselves.</returns>
    public static Estimate<SourceGroups> Of(AdvocateFacts facts, double at, int friends = 1, int smallestGroup = 50, double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentOutOfRangeException.ThrowIfLessThan(friends, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(smallestGroup, SmallestAllowed);
        Checks.Level(level);
        if (facts.Refusal is { } wrong)
        {
            return wrong;
        }

        var people = AdvocateSnapshot.Of(facts, at);
        var isSource = Array.ConvertAll(people.FriendsUntil(facts.Until), count => count >= friends);
        var sources = isSource.LongCount(one => one);
        if (sources < 10)
        {
            return Checks.TooFew(
                $"{sources} of {people.Rows} people brought {friends} friends and more from day {at:G6} on; 10 are needed. Look at a longer time.");
        }

        var (shown, hidden) = (new List<(AdvocateFeature Feature, string Name, long People, long Sources)>(), 0);
        foreach (var feature in Features)
        {
            var names = NamesOf(people, feature);
            var rows = Enumerable.Range(0, people.Rows).GroupBy(row => names[row], StringComparer.Ordinal);
            foreach (var group in rows.OrderBy(group => group.Key, StringComparer.Ordinal))
            {
                var size = group.LongCount();
                if (size == people.Rows)
                {
                    continue;
                }

                // With everybody else as small a group, their number would tell of them as well.
                if (size < smallestGroup || people.Rows - size < smallestGroup)
                {
                    hidden++;
                    continue;
                }

                shown.Add((feature, group.Key, size, group.LongCount(row => isSource[row])));
            }
        }

        var compared = shown
            .Select(one => Proportions.Compare(sources - one.Sources, people.Rows - one.People, one.Sources, one.People, level).OrThrow()).ToArray();
        var p = MultipleComparisons.Correct([.. compared.Select(one => one.Test().Value?.PValue ?? 1)]);
        return new SourceGroups(at, people.Rows, sources, hidden, [.. shown
            .Select((one, i) => new SourceGroup(one.Feature, one.Name, one.People, one.Sources, sources, compared[i], p[i], level))
            .OrderByDescending(group => group.Rate.Value).ThenBy(group => group.Feature).ThenBy(group => group.Name, StringComparer.Ordinal)]);
    }

    /// <summary>Who brought no friend yet and is in the groups in which sources are more frequent: those in the most such groups first.</summary>
    /// <param name="facts">What is known now.</param>
    /// <param name="at">The moment, in days.</param>
    /// <returns>The people with the groups in which they are; nobody where no group is better, or the facts contradict themselves.</returns>
    public IReadOnlyList<LookAlike> LookAlikes(AdvocateFacts facts, double at)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var better = Groups.Where(group => group.IsBetter).ToArray();
        if (facts.Refusal is not null || better.Length == 0)
        {
            return [];
        }

        var people = AdvocateSnapshot.Of(facts, at);
        var names = better.Select(group => group.Feature).Distinct().ToDictionary(feature => feature, feature => NamesOf(people, feature));
        return
        [
            .. Enumerable.Range(0, people.Rows).Where(row => people.Friends[row] == 0)
                .Select(row => new LookAlike(facts.Ids[people.People[row]], [.. better.Where(group => names[group.Feature][row] == group.Name)]))
                .Where(one => one.Groups.Count > 0)
                .OrderByDescending(one => one.Groups.Count).ThenByDescending(one => one.Groups.Max(group => group.Rate.Value))
                .ThenBy(one => one.Id, StringComparer.Ordinal),
        ];
    }

    private static AdvocateFeature[] Features => [AdvocateFeature.Tenure, AdvocateFeature.Orders, AdvocateFeature.Channel, AdvocateFeature.Segment];

    private static string[] NamesOf(AdvocateSnapshot people, AdvocateFeature feature) => feature switch
    {
        AdvocateFeature.Channel => people.Channels,
        AdvocateFeature.Segment => people.Segments,
        AdvocateFeature.Orders => Array.ConvertAll(people.Orders, x => x switch { 0 => "0", 1 => "1", < 5 => "2 to 4", _ => "5 and more" }),
        _ => Array.ConvertAll(
            people.Tenure, x => x switch { < 30 => "under 30 days", < 90 => "30 to 89 days", < 180 => "90 to 179 days", _ => "180 days and more" }),
    };
}

/// <summary>People with something in common, and how many of them are best sources.</summary>
public sealed record SourceGroup
{
    internal SourceGroup(AdvocateFeature feature, string name, long people, long sources, long all, ProportionComparison against, double p, double level)
    {
        (Feature, Name, People, Sources, PValue, Lift) = (feature, name, people, sources, p, against.Lift);
        Rate = Proportions.Estimate(sources, people, level).OrThrow();
        ShareOfSources = Proportions.Estimate(sources, all, level).OrThrow();
        (IsBetter, IsWorse) = (p < 1 - level && against.Rate2 > against.Rate1, p < 1 - level && against.Rate2 < against.Rate1);
    }

    /// <summary>What they have in common.</summary>
    public AdvocateFeature Feature { get; }

    /// <summary>The value of it, such as <c>2 to 4</c> orders.</summary>
    public string Name { get; }

    /// <summary>How many they are.</summary>
    public long People { get; }

    /// <summary>How many of them are best sources.</summary>
    public long Sources { get; }

    /// <summary>The part of the group that are best sources.</summary>
    public PointEstimate Rate { get; }

    /// <summary>The part of all best sources that are in the group.</summary>
    public PointEstimate ShareOfSources { get; }

    /// <summary>The rate over that of everybody else, minus 1; refused where one of the two has no source.</summary>
    public Estimate<PointEstimate> Lift { get; }

    /// <summary>The p-value of the difference from everybody else, corrected for the number of groups.</summary>
    public double PValue { get; }

    /// <summary>Whether sources are more frequent than among everybody else, by more than chance.</summary>
    public bool IsBetter { get; }

    /// <summary>Whether sources are less frequent than among everybody else, by more than chance.</summary>
    public bool IsWorse { get; }
}

/// <summary>Somebody who is like the best sources.</summary>
/// <param name="Id">The id.</param>
/// <param name="Groups">The groups that the person is in and in which sources are more frequent.</param>
public sealed record LookAlike(string Id, IReadOnlyList<SourceGroup> Groups);
