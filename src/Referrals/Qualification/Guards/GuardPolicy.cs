namespace Referrals.Qualification.Guards;

/// <summary>
/// What keeps wrong referrals out of a program. All guards are asked about every referral, and all answers are in the explanation.
/// Immutable, equal by value.
/// </summary>
/// <remarks>Beyond what stands here, nobody ever refers themselves, referrals never form a circle, and banned customers refer nobody.</remarks>
public sealed record GuardPolicy
{
    /// <summary>How many guards a program has at most.</summary>
    public const int MaxGuards = 32;

    internal GuardPolicy()
    {
    }

    /// <summary>No guards but those that always stand.</summary>
    public static GuardPolicy None { get; } = new();

    /// <summary>The guards, in the order in which they are asked.</summary>
    public IReadOnlyList<Guard> Guards => GuardList;

    /// <summary>What the points of the guards lead to; <c>null</c> where they do not count.</summary>
    public GuardScore? Score { get; internal init; }

    /// <summary>By when held referrals are reviewed; <c>null</c> where they wait for ever.</summary>
    public ReviewRule? Review { get; internal init; }

    /// <summary>
    /// How much later something must have happened than a sign-up that is reported after it, so that guards do not compare or count it
    /// with that sign-up; <c>null</c> where they always do.
    /// </summary>
    /// <value>The default is <c>null</c>: whoever is reported second meets the first, whatever the times say.</value>
    public Period? LateAfter { get; internal init; }

    internal ValueList<Guard> GuardList { get; init; } = [];

    /// <summary>Whether the sign-ups of each referrer have to be remembered.</summary>
    internal bool CountsReferrals => GuardList.Any(static guard => guard.CountsReferrals);

    /// <summary>The names of the host's lists that the guards ask for, each with the place of its guard.</summary>
    internal IEnumerable<(int Index, string Name)> ListNames
    {
        get
        {
            for (var i = 0; i < GuardList.Count; i++)
            {
                if (GuardList[i].ListName is { } name)
                {
                    yield return (i, name);
                }
            }
        }
    }
}
