namespace Referrals.Kpis.Columns;

/// <summary>
/// A sixteenth of the people with all of their facts. Distinct people are counted within one shard, so shards are folded on
/// different cores without sharing anything, and the arrays per person are small enough for the cache.
/// </summary>
internal sealed class Shard
{
    internal const long Never = long.MaxValue;
    internal const int Nobody = -1;

    // One row per person.
    internal readonly Column<int> Traits = new();
    internal readonly Column<long> SignedUpAt = new();
    internal readonly Column<long> FirstSaleAt = new();
    internal readonly Column<int> Referrer = new();

    // One row per share.
    internal readonly TimeColumn ShareTimes = new();
    internal readonly Column<int> ShareBy = new();
    internal readonly Column<ushort> ShareChannel = new();

    // One row per touch; the pair of share and visitor is a number in this shard.
    internal readonly TimeColumn ClickTimes = new();
    internal readonly Column<int> ClickBy = new();
    internal readonly Column<int> ClickPair = new();
    internal readonly Column<ushort> ClickChannel = new();
    internal readonly Column<ushort> ClickTouchpoint = new();

    internal readonly Payments Sales = new();
    internal readonly Payments Refunds = new();
    internal readonly Costs Costs = new();
    internal readonly Happenings Happenings = new();

    // One row per answer.
    internal readonly TimeColumn AnswerTimes = new();
    internal readonly Column<int> AnswerBy = new();
    internal readonly Column<sbyte> AnswerScore = new();

    internal int People => Traits.Count;

    internal int Pairs { get; private set; }

    internal int AddPerson(int traits)
    {
        Traits.Add(traits);
        SignedUpAt.Add(Never);
        FirstSaleAt.Add(Never);
        Referrer.Add(Nobody);
        return People - 1;
    }

    /// <summary>The earliest sign-up of a customer counts, whatever the order in which facts come.</summary>
    internal void SignUp(int person, long at, int traits, int referrer)
    {
        if (at < SignedUpAt[person])
        {
            SignedUpAt[person] = at;
            Traits[person] = traits;
            Referrer[person] = referrer;
        }
    }

    internal void Bought(int person, long at) => FirstSaleAt[person] = Math.Min(FirstSaleAt[person], at);

    internal int AddPair() => Pairs++;

    internal void Click(long at, int sharer, int pair, int channel, int touchpoint)
    {
        ClickTimes.Add(at);
        ClickBy.Add(sharer);
        ClickPair.Add(pair);
        ClickChannel.Add(checked((ushort)channel));
        ClickTouchpoint.Add(checked((ushort)touchpoint));
    }

    internal void Share(long at, int sharer, int channel)
    {
        ShareTimes.Add(at);
        ShareBy.Add(sharer);
        ShareChannel.Add(checked((ushort)channel));
    }

    internal void Answer(long at, int person, int score)
    {
        AnswerTimes.Add(at);
        AnswerBy.Add(person);
        AnswerScore.Add((sbyte)score);
    }
}
