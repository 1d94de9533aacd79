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

    /// <summary>What is counted; no two numbers have the same name.</summary>
    public string Name { get; }

    /// <summary>For whom.</summary>
    public TallyOwner Owner { get; }

    /// <summary>Over which time.</summary>
    public TimeFrame Over { get; }

    /// <summary>Asks for the best that the number was within this time before, instead of now; <c>null</c> for now.</summary>
    public Period? Grace { get; }
}
