namespace Referrals.Insights.Advocates;

/// <summary>What to do next about a person.</summary>
public enum NextAction
{
    /// <summary>Nothing.</summary>
    LeaveAlone = 0,

    /// <summary>Invite to refer friends.</summary>
    Invite = 1,

    /// <summary>Remind of friends who were told and have not come.</summary>
    Remind = 2,

    /// <summary>Thank for a friend who came.</summary>
    Thank = 3,
}

/// <summary>Why an action is the next one.</summary>
public enum ActionReason
{
    /// <summary>A friend came and the person has not been thanked since.</summary>
    FriendCame = 0,

    /// <summary>The person shared, and no friend came since.</summary>
    SharedWithoutFriend = 1,

    /// <summary>The person is among the most likely to refer somebody, and neither shared nor was invited lately.</summary>
    LikelyToRefer = 2,

    /// <summary>The person is not among the most likely, and there is nothing to thank for or to remind of.</summary>
    NotLikely = 3,

    /// <summary>The person was contacted as often as is allowed.</summary>
    ContactCap = 4,

    /// <summary>The person does not want to be contacted.</summary>
    OptedOut = 5,

    /// <summary>The person shared or was invited or reminded a short time ago: wait.</summary>
    TooSoon = 6,
}

/// <summary>When to contact whom.</summary>
public sealed record ContactPolicy
{
    /// <summary>How many contacts one person gets at most in a window, whatever they are about.</summary>
    /// <value>2, from 1.</value>
    public int MostContacts { get; init; } = 2;

    /// <summary>The window, in days. It is counted from every moment and not by the calendar.</summary>
    /// <value>30, above 0.</value>
    public double Window { get; init; } = 30;

    /// <summary>For how many days after a friend came a person is thanked.</summary>
    /// <value>14, above 0.</value>
    public double ThankWithin { get; init; } = 14;

    /// <summary>After how many days without a friend a share is reminded of, and a reminder or an invitation is followed by another one at the
    /// earliest.</summary>
    /// <value>7, from 0.</value>
    public double RemindAfter { get; init; } = 7;

    /// <summary>For how many days a share is reminded of.</summary>
    /// <value>30, above <see cref="RemindAfter"/>.</value>
    public double RemindWithin { get; init; } = 30;

    /// <summary>Which part of all people are likely enough to be invited.</summary>
    /// <value>0.2, above 0 to 1.</value>
    public double InvitedPart { get; init; } = 0.2;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MostContacts, 1, nameof(MostContacts));
        Checks.Positive(Window, nameof(Window));
        Checks.Positive(ThankWithin, nameof(ThankWithin));
        Checks.NotNegative(RemindAfter, nameof(RemindAfter));
        Checks.Positive(RemindWithin, nameof(RemindWithin));
        if (!(RemindWithin > RemindAfter))
        {
            throw new ArgumentOutOfRangeException(
                nameof(RemindWithin), RemindWithin, $"A share is reminded of after {RemindAfter} days; the end of that time must be later.");
        }

        if (InvitedPart is not (> 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(InvitedPart), InvitedPart, "The part of people who are invited is above 0 and at most 1.");
        }
    }
}

/// <summary>One contact that a person got, or is going to get.</summary>
/// <param name="Id">The id of the person.</param>
/// <param name="Day">When, in days.</param>
/// <param name="Action">What it was about; <see cref="NextAction.LeaveAlone"/> for a contact of another kind, which counts for the cap as well.</param>
public sealed record AdvocateContact(string Id, double Day, NextAction Action);

/// <summary>What to do next about a person, and why.</summary>
/// <param name="Id">The id.</param>
/// <param name="Action">The action.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Probability">The probability to refer somebody within the horizon.</param>
public sealed record PlannedAction(string Id, NextAction Action, ActionReason Reason, double Probability);

/// <summary>The next best action for everybody, under a cap of contacts.</summary>
/// <remarks>
/// Rules in this order, for one action per person: whoever opted out, or was contacted as often as is allowed, is left alone; a friend who came is thanked
/// for; a share
/// without a friend is reminded of; the most likely are invited. The rules do not say that a contact works: hold out a part of the people by an
/// <see cref="Experiments.Experiment"/> to find that out.
/// </remarks>
/// <example><code>
/// var plan = NextActions.Plan(ranking, facts, contacts);
/// var invited = plan.Where(one => one.Action == NextAction.Invite);
/// </code></example>
public static class NextActions
{
    /// <summary>Plans one action for everybody in a ranking.</summary>
    /// <param name="ranking">Who is likely to refer, as of the moment of the plan.</param>
    /// <param name="facts">What is known. Only what was before the moment of the ranking is read.</param>
    /// <param name="contacts">Every contact of the last window and those that are already planned. For the cap both sides of the moment count, so that it
    /// holds in every window.</param>
    /// <param name="policy">When to contact whom.</param>
    /// <param name="optedOut">Who does not want to be contacted.</param>
    /// <returns>The actions, in the order of the ranking. Whoever is no longer in the facts, such as after an erasure, is not in the plan.</returns>
    /// <exception cref="ArgumentException">The policy is outside its limits, or a contact has no finite day.</exception>
    public static IReadOnlyList<PlannedAction> Plan(
        AdvocateRanking ranking,
        AdvocateFacts facts,
        IReadOnlyList<AdvocateContact> contacts,
        ContactPolicy? policy = null,
        IReadOnlySet<string>? optedOut = null)
    {
        ArgumentNullException.ThrowIfNull(ranking);
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(contacts);
        policy ??= new ContactPolicy();
        policy.Check();
        var (n, at) = (facts.People, ranking.At);
        var contacted = new int[n];
        var (thanked, urged) = (Never(n), Never(n));
        foreach (var contact in contacts)
        {
            if (!double.IsFinite(contact.Day))
            {
                throw new ArgumentException($"A contact has the day {contact.Day}. Give finite numbers.", nameof(contacts));
            }

            if (contact.Id is not null && facts.TryFind(contact.Id, out var person))
            {
                contacted[person] += Math.Abs(contact.Day - at) < policy.Window ? 1 : 0;
                var times = contact.Action == NextAction.Thank ? thanked : contact.Action == NextAction.LeaveAlone ? null : urged;
                if (times is not null)
                {
                    times[person] = Math.Max(times[person], contact.Day);
                }
            }
        }

        var (shared, came) = (LastBefore(facts.Shares, n, at), LastBefore(facts.Friends, n, at));
        var invited = (long)Math.Ceiling(policy.InvitedPart * ranking.People.Count);
        var plan = new List<PlannedAction>(ranking.People.Count);
        foreach (var one in ranking.People)
        {
            if (facts.TryFind(one.Id, out var person))
            {
                var (action, reason) = optedOut?.Contains(one.Id) == true ? (NextAction.LeaveAlone, ActionReason.OptedOut)
                    : contacted[person] >= policy.MostContacts ? (NextAction.LeaveAlone, ActionReason.ContactCap)
                    : Next(person, one.Rank <= invited);
                plan.Add(new PlannedAction(one.Id, action, reason, one.Probability));
            }
        }

        return plan;

        (NextAction Action, ActionReason Reason) Next(int person, bool isLikely)
        {
            if (at - came[person] <= policy.ThankWithin && !(thanked[person] > came[person]))
            {
                return (NextAction.Thank, ActionReason.FriendCame);
            }

            var hasOpenShare = at - shared[person] <= policy.RemindWithin && !(came[person] >= shared[person]);
            if (hasOpenShare || isLikely)
            {
                return at - Math.Max(urged[person], shared[person]) < policy.RemindAfter ? (NextAction.LeaveAlone, ActionReason.TooSoon)
                    : hasOpenShare ? (NextAction.Remind, ActionReason.SharedWithoutFriend)
                    : (NextAction.Invite, ActionReason.LikelyToRefer);
            }

            return (NextAction.LeaveAlone, ActionReason.NotLikely);
        }
    }

    private static double[] Never(int n)
    {
        var days = new double[n];
        Array.Fill(days, double.NegativeInfinity);
        return days;
    }

    private static double[] LastBefore(AdvocateFacts.Columns<bool> columns, int n, double at)
    {
        var last = Never(n);
        for (var i = 0; i < columns.People.Length; i++)
        {
            if (columns.Days[i] < at)
            {
                last[columns.People[i]] = Math.Max(last[columns.People[i]], columns.Days[i]);
            }
        }

        return last;
    }
}
