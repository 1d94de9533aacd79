namespace Referrals.Insights.Advocates;

/// <summary>What is known of people and when: who is there, what they ordered and shared, and which friends came by them.</summary>
/// <remarks>
/// Time is in days from a start of your choice, with fractions. Ids are whatever names a person in your data, best the pseudonyms under which the engine stores
/// them: nothing else of a person is needed. Ids of friends are read to count each friend once, and not kept. Facts of ids that are no people here are left
/// out and
/// counted. The same facts give the same results in any order.
/// </remarks>
/// <example><code>
/// var facts = AdvocateFacts.Of(ids, signedUp, channels, segments, until: 365)
///     .WithOrders(buyers, orderedAt, amounts)
///     .WithShares(sharers, sharedAt)
///     .WithFriends(referrers, friends, cameAt);
/// </code></example>
public sealed class AdvocateFacts
{
    private readonly Dictionary<string, int> _index;

    private AdvocateFacts(Dictionary<string, int> index, double until, Refusal? refusal) => (_index, Until, Refusal) = (index, until, refusal);

    /// <summary>The end of what is known, in days. Later facts are not read.</summary>
    public double Until { get; }

    /// <summary>How many people there are.</summary>
    public int People => Ids.Length;

    /// <summary>How many facts were left out because their id is that of no person here.</summary>
    public long UnknownFacts { get; private init; }

    /// <summary>Why nothing can be told of these facts; <c>null</c> if they are in order. Every method that reads them gives this refusal.</summary>
    public Refusal? Refusal { get; private init; }

    internal string[] Ids { get; private init; } = [];

    internal double[] SignedUp { get; private init; } = [];

    internal string[] Channels { get; private init; } = [];

    internal Columns<string> Segments { get; private init; } = Columns<string>.None;

    internal Columns<double> Orders { get; private init; } = Columns<double>.None;

    internal Columns<bool> Shares { get; private init; } = Columns<bool>.None;

    internal Columns<bool> Friends { get; private init; } = Columns<bool>.None;

    /// <summary>People, each once, with what they were when they signed up.</summary>
    /// <param name="ids">The id of each person.</param>
    /// <param name="signedUp">When, in days.</param>
    /// <param name="channels">The channel by which each came, such as <c>referral</c>.</param>
    /// <param name="segments">The segment that each was declared to be in at the sign-up. Do not hand in what was found out later: add it with
    /// <see cref="WithSegments"/>.</param>
    /// <param name="until">The end of what is known, in days: nothing after it is read, and nothing before it is missing.</param>
    /// <exception cref="ArgumentException">The columns differ in length, or an id is empty.</exception>
    public static AdvocateFacts Of(
        IReadOnlyList<string> ids,
        IReadOnlyList<double> signedUp,
        IReadOnlyList<string> channels,
        IReadOnlyList<string> segments,
        double until)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(signedUp);
        ArgumentNullException.ThrowIfNull(channels);
        ArgumentNullException.ThrowIfNull(segments);
        Checks.SameLength(ids.Count, signedUp.Count, nameof(signedUp));
        Checks.SameLength(ids.Count, channels.Count, nameof(channels));
        Checks.SameLength(ids.Count, segments.Count, nameof(segments));
        if (!double.IsFinite(until))
        {
            throw new ArgumentOutOfRangeException(nameof(until), until, "The end of what is known is a finite number of days.");
        }

        var index = new Dictionary<string, int>(ids.Count, StringComparer.Ordinal);
        Refusal? refusal = null;
        for (var row = 0; row < ids.Count; row++)
        {
            ArgumentException.ThrowIfNullOrEmpty(ids[row], nameof(ids));
            if (!index.TryAdd(ids[row], row))
            {
                refusal ??= Checks.Invalid($"Row {row} of the people repeats the id of row {index[ids[row]]}. Give each person once.");
            }
        }

        double[] days = [.. signedUp];
        return new AdvocateFacts(index, until, refusal ?? Checks.Finite(days, "the sign-ups"))
        {
            Ids = [.. ids],
            SignedUp = days,
            Channels = [.. channels],
            Segments = new Columns<string>([.. Enumerable.Range(0, ids.Count)], days, [.. segments]),
        };
    }

    /// <summary>The same with segments that people were declared to be in later. What counts is the last one before the moment at which a person is looked
    /// at.</summary>
    /// <param name="ids">The id of each person.</param>
    /// <param name="days">Since when.</param>
    /// <param name="segments">The segment.</param>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public AdvocateFacts WithSegments(IReadOnlyList<string> ids, IReadOnlyList<double> days, IReadOnlyList<string> segments)
    {
        ArgumentNullException.ThrowIfNull(segments);
        var (columns, unknown, refusal) = Read(ids, days, segments, "the segments");
        return Copy(unknown, refusal, segments: Segments.And(columns));
    }

    /// <summary>The same with orders.</summary>
    /// <param name="ids">Who ordered.</param>
    /// <param name="days">When.</param>
    /// <param name="amounts">For how much, all in one unit; a refund is negative, and is no order.</param>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public AdvocateFacts WithOrders(IReadOnlyList<string> ids, IReadOnlyList<double> days, IReadOnlyList<double> amounts)
    {
        ArgumentNullException.ThrowIfNull(amounts);
        var (columns, unknown, refusal) = Read(ids, days, amounts, "the orders");
        return Copy(unknown, refusal ?? Checks.Finite(columns.Values, "the amounts"), orders: Orders.And(columns));
    }

    /// <summary>The same with shares of links, codes or messages.</summary>
    /// <param name="ids">Who shared.</param>
    /// <param name="days">When.</param>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public AdvocateFacts WithShares(IReadOnlyList<string> ids, IReadOnlyList<double> days)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var (columns, unknown, refusal) = Read(ids, days, new bool[ids.Count], "the shares");
        return Copy(unknown, refusal, shares: Shares.And(columns));
    }

    /// <summary>The same with friends who came by a person, all at once. A friend who is given several times for a person counts once, at the
    /// earliest time.</summary>
    /// <param name="referrers">Who referred.</param>
    /// <param name="friends">Whom. Only used to count each once.</param>
    /// <param name="days">When the friend came.</param>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    /// <exception cref="InvalidOperationException">Friends were handed in before.</exception>
    public AdvocateFacts WithFriends(IReadOnlyList<string> referrers, IReadOnlyList<string> friends, IReadOnlyList<double> days)
    {
        ArgumentNullException.ThrowIfNull(friends);
        if (Friends.People.Length > 0)
        {
            throw new InvalidOperationException("There are friends already, and their ids are not kept to count each once. Hand in all friends in one call.");
        }

        var (columns, unknown, refusal) = Read(referrers, days, friends, "the friends");
        var first = new Dictionary<(int, string), double>();
        for (var row = 0; row < columns.People.Length; row++)
        {
            var key = (columns.People[row], columns.Values[row]);
            first[key] = first.TryGetValue(key, out var day) ? Math.Min(day, columns.Days[row]) : columns.Days[row];
        }

        return Copy(unknown, refusal, friends: new Columns<bool>(
            [.. first.Keys.Select(key => key.Item1)], [.. first.Values], new bool[first.Count]));
    }

    /// <summary>The same without some people, such as those who were erased: neither their ids nor anything of them remains here. That somebody else once
    /// brought a friend remains, without the friend.</summary>
    /// <param name="ids">Whom to leave out. Unknown ids change nothing.</param>
    /// <remarks>A model that was trained before holds no ids and nothing of a single person; train again to take the person out of its averages too.</remarks>
    public AdvocateFacts Without(IEnumerable<string> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var gone = ids.ToHashSet(StringComparer.Ordinal);
        int[] kept = [.. Enumerable.Range(0, Ids.Length).Where(row => !gone.Contains(Ids[row]))];
        var place = new int[Ids.Length];
        Array.Fill(place, -1);
        var index = new Dictionary<string, int>(kept.Length, StringComparer.Ordinal);
        for (var row = 0; row < kept.Length; row++)
        {
            place[kept[row]] = row;
            index.TryAdd(Ids[kept[row]], row);
        }

        return new AdvocateFacts(index, Until, Refusal)
        {
            Ids = Array.ConvertAll(kept, row => Ids[row]),
            SignedUp = Array.ConvertAll(kept, row => SignedUp[row]),
            Channels = Array.ConvertAll(kept, row => Channels[row]),
            Segments = Segments.Moved(place),
            Orders = Orders.Moved(place),
            Shares = Shares.Moved(place),
            Friends = Friends.Moved(place),
            UnknownFacts = UnknownFacts,
        };
    }

    internal bool TryFind(string id, out int person) => _index.TryGetValue(id, out person);

    private (Columns<T> Columns, long Unknown, Refusal? Refusal) Read<T>(
        IReadOnlyList<string> ids,
        IReadOnlyList<double> days,
        IReadOnlyList<T> values,
        string what)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(days);
        Checks.SameLength(ids.Count, days.Count, nameof(days));
        Checks.SameLength(ids.Count, values.Count, nameof(values));
        var (people, times, kept) = (new List<int>(ids.Count), new List<double>(ids.Count), new List<T>(ids.Count));
        Refusal? refusal = null;
        for (var row = 0; row < ids.Count; row++)
        {
            if (!double.IsFinite(days[row]))
            {
                refusal ??= Checks.Invalid($"Row {row} of {what} has the day {days[row]}. Give finite numbers, and leave out rows without a day.");
            }

            if (_index.TryGetValue(ids[row], out var person))
            {
                people.Add(person);
                times.Add(days[row]);
                kept.Add(values[row]);
            }
        }

        return (new Columns<T>([.. people], [.. times], [.. kept]), ids.Count - people.Count, refusal);
    }

    private AdvocateFacts Copy(
        long unknown,
        Refusal? refusal,
        Columns<string>? segments = null,
        Columns<double>? orders = null,
        Columns<bool>? shares = null,
        Columns<bool>? friends = null) => new(_index, Until, Refusal ?? refusal)
        {
            Ids = Ids,
            SignedUp = SignedUp,
            Channels = Channels,
            Segments = segments ?? Segments,
            Orders = orders ?? Orders,
            Shares = shares ?? Shares,
            Friends = friends ?? Friends,
            UnknownFacts = UnknownFacts + unknown,
        };

    /// <summary>Facts of one kind: of whom, when, and what.</summary>
    internal sealed record Columns<T>(int[] People, double[] Days, T[] Values)
    {
        public static Columns<T> None { get; } = new([], [], []);

        public Columns<T> And(Columns<T> more) => new([.. People, .. more.People], [.. Days, .. more.Days], [.. Values, .. more.Values]);

        public Columns<T> Moved(int[] place)
        {
            int[] kept = [.. Enumerable.Range(0, People.Length).Where(row => place[People[row]] >= 0)];
            return new Columns<T>(
                Array.ConvertAll(kept, row => place[People[row]]), Array.ConvertAll(kept, row => Days[row]), Array.ConvertAll(kept, row => Values[row]));
        }
    }
}
