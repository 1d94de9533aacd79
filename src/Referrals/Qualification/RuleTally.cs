namespace Referrals;

/// <summary>A number that the rules of a program ask for: what it counts, for whom, over which time.</summary>
internal sealed record RuleTally
{
    internal RuleTally(string name, TallyOwner owner, TimeFrame over, TimePeriod? grace = null)
    {
        Name = name;
        Owner = owner;
        Over = over;
        Grace = grace;
    }

    /// <summary>Whether this is the use of a limit, which the commit itself keeps within bounds.</summary>
    internal bool IsLimit { get; init; }

    /// <summary>Whether marks rest on this number: over a trailing time the best of all times that hold the event counts, also those that end later.</summary>
    internal bool IsOfMarks { get; init; }

    /// <summary>The mark whose payments this counts; <c>null</c> for any other number.</summary>
    internal MarkOfRule? Paid { get; init; }

    /// <summary>What is counted; no two numbers have the same name.</summary>
    public string Name { get; }

    /// <summary>For whom.</summary>
    public TallyOwner Owner { get; }

    /// <summary>Over which time.</summary>
    public TimeFrame Over { get; }

    /// <summary>Asks for the best that the number was within this time before, instead of now; <c>null</c> for now.</summary>
    public TimePeriod? Grace { get; }
}

/// <summary>A mark of a rule: how often it was paid is kept beside the number on which it rests.</summary>
internal sealed record MarkOfRule(string Rule, long From, bool Every, RuleTally Counted, bool IsForReferee);

/// <summary>For whom a <see cref="RuleTally"/> is kept.</summary>
internal enum TallyOwner
{
    /// <summary>The customer whom the rule rewards.</summary>
    Rewarded = 0,

    /// <summary>Who converted.</summary>
    Referee = 1,

    /// <summary>Who referred.</summary>
    Referrer = 2,

    /// <summary>The whole program: one number for all.</summary>
    Program = 3,

    /// <summary>The deal that the conversion is a payment of.</summary>
    Deal = 4,

    /// <summary>The customer whom the rule rewards, for the referral of who converted.</summary>
    RewardedForReferee = 5,
}

/// <summary>What has been stored that rules ask for. The engine reads it from the store; a test or a preview can make it up.</summary>
internal interface IRuleState
{
    /// <summary>The number that is kept in a slot of the plan; see <see cref="RuleTally"/>. Without the conversion that is decided.</summary>
    /// <param name="slot">The place of the tally in the plan's list, from 0.</param>
    /// <param name="owner">Whose number: the one whom the rule rewards.</param>
    long Tally(int slot, CustomerId owner);

    /// <summary>Notes that the decision depends on the exact number of this limit, and not merely on whether it has room.</summary>
    /// <param name="slot">The place of the limit in the plan's list.</param>
    /// <param name="owner">Whose limit.</param>
    void RestOn(int slot, CustomerId owner)
    {
    }

    /// <summary>The option that a customer has chosen for a rule; <c>null</c> for none, which means the rule's default.</summary>
    string? Choice(string rule, CustomerId owner);
}
