using Referrals.Insights.Advocates;
using Referrals.Insights.Numerics;

namespace Referrals.Insights.Tests.Advocates;

/// <summary>A made-up shop of a year whose people refer at rates that are known: more in the club, more after each share, less without orders.</summary>
internal sealed class AdvocateWorld
{
    public const double Until = 360;
    public const double Horizon = 90;
    public const double TestedAt = Until - Horizon;
    public const double LearnedAt = TestedAt - Horizon;

    public AdvocateWorld(int people, ulong seed)
    {
        var random = new SeededRandom(seed);
        for (var i = 0; i < people; i++)
        {
            var (id, start) = ($"person-{i:D5}", 170 * random.NextDouble());
            var (isClub, channel) = (random.NextDouble() < 0.2, random.NextDouble() < 0.6 ? "organic" : "paid");
            People.Add((id, start, channel, isClub ? "club" : "private"));
            var (shares, orders) = (random.NextDouble() < 0.3 ? 3d : 0, random.NextIndex(4));
            for (var share = 0; share < shares; share++)
            {
                Shares.Add((id, start + (170 - start) * random.NextDouble()));
            }

            for (var order = 0; order < orders; order++)
            {
                Orders.Add((id, start + ((Until - start) * random.NextDouble()), 10 + (90 * random.NextDouble())));
            }

            // The rate of friends per horizon; from the first cut-off on, so that friends so far do not depend on it.
            var rate = 0.04 * (isClub ? 3 : 1) * (shares > 0 ? 4 : 1) * (orders > 0 ? 1 : 0.5);
            for (var at = LearnedAt; ; Friends.Add((id, $"friend-{Friends.Count:D5}", at)))
            {
                at -= Math.Log(1 - random.NextDouble()) * Horizon / rate;
                if (at >= Until)
                {
                    break;
                }
            }
        }
    }

    public List<(string Id, double At, string Channel, string Segment)> People { get; } = [];

    public List<(string Id, double At, double Amount)> Orders { get; } = [];

    public List<(string Id, double At)> Shares { get; } = [];

    public List<(string Referrer, string Friend, double At)> Friends { get; } = [];

    /// <summary>The facts, in an order of your choice and with amounts in a currency of your choice.</summary>
    public AdvocateFacts Facts(ulong? shuffled = null, double unit = 1, params (string Referrer, string Friend, double At)[] more)
    {
        var random = new SeededRandom(shuffled ?? 0);
        T[] Mixed<T>(List<T> list) => shuffled is null ? [.. list] : [.. list.OrderBy(_ => random.NextDouble())];
        var (people, orders, shares, friends) = (Mixed(People), Mixed(Orders), Mixed(Shares), Mixed([.. Friends, .. more]));
        return AdvocateFacts.Of(
                [.. people.Select(one => one.Id)],
                [.. people.Select(one => one.At)],
                [.. people.Select(one => one.Channel)],
                [.. people.Select(one => one.Segment)],
                Until)
            .WithOrders([.. orders.Select(one => one.Id)], [.. orders.Select(one => one.At)], [.. orders.Select(one => one.Amount * unit)])
            .WithShares([.. shares.Select(one => one.Id)], [.. shares.Select(one => one.At)])
            .WithFriends([.. friends.Select(one => one.Referrer)], [.. friends.Select(one => one.Friend)], [.. friends.Select(one => one.At)]);
    }
}
