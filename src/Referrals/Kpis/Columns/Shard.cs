namespace Referrals.Kpis;

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

/// <summary>Rare facts of one shard that are only counted: referrals created, qualified, refused and held, verdicts of reviews, and facts left out.</summary>
internal sealed class Happenings
{
    internal const byte Created = 0;
    internal const byte Qualified = 1;
    internal const byte Refused = 2;
    internal const byte LeftOut = 3;
    internal const byte Held = 4;
    internal const byte Verdict = 5;
    internal const byte CostLeftOut = 6;

    internal readonly TimeColumn Times = new();
    internal readonly Column<int> By = new();
    internal readonly Column<int> Traits = new();
    internal readonly Column<byte> Kind = new();
    internal readonly Column<int> Code = new();

    internal void Add(long at, int person, int traits, byte kind, int code)
    {
        Times.Add(at);
        By.Add(person);
        Traits.Add(traits);
        Kind.Add(kind);
        Code.Add(code);
    }
}

/// <summary>Sales or refunds of one shard, and what corrects them: when, whose, how much, and how many that makes more.</summary>
internal sealed class Payments
{
    internal readonly TimeColumn Times = new();
    internal readonly Column<int> By = new();
    internal readonly Column<long> Amount = new();
    internal readonly Column<long> Margin = new();
    internal readonly Column<sbyte> Count = new();

    internal void Add(long at, int person, long amount, long margin, sbyte count)
    {
        Times.Add(at);
        By.Add(person);
        Amount.Add(amount);
        Margin.Add(margin);
        Count.Add(count);
    }
}

/// <summary>Costs of one shard: rewards with the person who got them, other costs with nobody.</summary>
internal sealed class Costs
{
    internal const byte Plain = 0;
    internal const byte Granted = 1;
    internal const byte Reversed = 2;

    internal readonly TimeColumn Times = new();
    internal readonly Column<int> By = new();
    internal readonly Column<int> Referrer = new();
    internal readonly Column<int> Traits = new();
    internal readonly Column<byte> Kind = new();
    internal readonly Column<long> Amount = new();

    /// <summary>Whether it is a reward of the referrer, and not of a friend.</summary>
    internal readonly Column<bool> OfReferrer = new();

    internal void Add(long at, int person, int referrer, int traits, byte kind, long amount, bool ofReferrer)
    {
        Times.Add(at);
        By.Add(person);
        Referrer.Add(referrer);
        Traits.Add(traits);
        Kind.Add(kind);
        Amount.Add(amount);
        OfReferrer.Add(ofReferrer);
    }
}

/// <summary>What a fold remembers of a person, side by side, so that a fact costs one cache line.</summary>
internal struct PersonState
{
    /// <summary>The first cell of the person's group as a customer; the window is added to it.</summary>
    internal int Cells;

    /// <summary>The window of the sign-up.</summary>
    internal int Window;

    /// <summary>A bit per window with a sale.</summary>
    internal ulong Bought;

    /// <summary>A bit per window with a share.</summary>
    internal ulong Shared;

    /// <summary>Net revenue in the window of the sign-up.</summary>
    internal long Revenue;

    /// <summary>Net margin in the window of the sign-up.</summary>
    internal long Margin;
}
