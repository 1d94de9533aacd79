namespace Referrals.Insights.Advocates;

/// <summary>What was known of everybody at one moment. Only facts before it are read.</summary>
internal sealed class AdvocateSnapshot
{
    private AdvocateSnapshot(AdvocateFacts facts, double at, int[] people) => (Facts, At, People) = (facts, at, people);

    public AdvocateFacts Facts { get; }

    public double At { get; }

    /// <summary>Who had signed up, as rows of the facts. The other columns are in this order.</summary>
    public int[] People { get; }

    public int Rows => People.Length;

    /// <summary>Days since the last thing that a person did: sign up, order, share or bring a friend.</summary>
    public double[] Recency { get; private init; } = [];

    public double[] Tenure { get; private init; } = [];

    public double[] Orders { get; private init; } = [];

    public double[] Spend { get; private init; } = [];

    public double[] Shares { get; private init; } = [];

    public double[] Friends { get; private init; } = [];

    public string[] Channels { get; private init; } = [];

    public string[] Segments { get; private init; } = [];

    public static AdvocateSnapshot Of(AdvocateFacts facts, double at)
    {
        int[] people = [.. Enumerable.Range(0, facts.People).Where(person => facts.SignedUp[person] < at)];
        var rowOf = new int[facts.People];
        Array.Fill(rowOf, -1);
        for (var row = 0; row < people.Length; row++)
        {
            rowOf[people[row]] = row;
        }

        var n = people.Length;
        var (last, orders, spend) = (Array.ConvertAll(people, person => facts.SignedUp[person]), new double[n], new double[n]);
        var limit = Math.Min(at, facts.Until);
        Each(facts.Orders, (row, day, amount) =>
        {
            spend[row] += amount;
            if (amount > 0)
            {
                orders[row]++;
                last[row] = Math.Max(last[row], day);
            }
        });
        var (shares, friends) = (new double[n], new double[n]);
        Each(facts.Shares, (row, day, _) => (shares[row], last[row]) = (shares[row] + 1, Math.Max(last[row], day)));
        Each(facts.Friends, (row, day, _) => (friends[row], last[row]) = (friends[row] + 1, Math.Max(last[row], day)));
        var (segments, since) = (new string[n], new double[n]);
        Array.Fill(since, double.NegativeInfinity);
        Each(facts.Segments, (row, day, segment) =>
        {
            // Of two at the same moment the one that sorts last counts, so that the order of the facts does not matter.
            if (day > since[row] || (day == since[row] && string.CompareOrdinal(segment, segments[row]) > 0))
            {
                (segments[row], since[row]) = (segment, day);
            }
        });

        return new AdvocateSnapshot(facts, at, people)
        {
            Recency = Array.ConvertAll(last, day => at - day),
            Tenure = Array.ConvertAll(people, person => at - facts.SignedUp[person]),
            Orders = orders,
            Spend = Array.ConvertAll(spend, sum => Math.Max(0, sum)),
            Shares = shares,
            Friends = friends,
            Channels = Array.ConvertAll(people, person => facts.Channels[person]),
            Segments = segments,
        };

        void Each<T>(AdvocateFacts.Columns<T> columns, Action<int, double, T> visit)
        {
            for (var i = 0; i < columns.People.Length; i++)
            {
                if (columns.Days[i] < limit && rowOf[columns.People[i]] is >= 0 and var row)
                {
                    visit(row, columns.Days[i], columns.Values[i]);
                }
            }
        }
    }

    /// <summary>How many friends came by each person from this moment on, before another one.</summary>
    public double[] FriendsUntil(double end)
    {
        var rowOf = new int[Facts.People];
        Array.Fill(rowOf, -1);
        for (var row = 0; row < People.Length; row++)
        {
            rowOf[People[row]] = row;
        }

        var (counts, columns) = (new double[People.Length], Facts.Friends);
        for (var i = 0; i < columns.People.Length; i++)
        {
            if (columns.Days[i] >= At && columns.Days[i] < end && rowOf[columns.People[i]] is >= 0 and var row)
            {
                counts[row]++;
            }
        }

        return counts;
    }
}
