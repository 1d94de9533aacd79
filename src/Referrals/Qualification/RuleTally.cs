namespace Referrals.Qualification;

/// <summary>A number that the rules of a program ask for: what it counts, for whom, over which time.</summary>
public sealed record RuleTally
{
    internal RuleTally(string name, TallyOwner owner, TimeFrame over, Period? grace = null)
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
    public Period? Grace { get; }
}

/// <summary>A mark of a rule: how often it was paid is kept beside the number on which it rests.</summary>
internal sealed record MarkOfRule(string Rule, long From, bool Every, RuleTally Counted, bool IsForReferee);
