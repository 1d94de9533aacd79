using Referrals.Explanations;

namespace Referrals;

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
    public TimePeriod? LateAfter { get; internal init; }

    internal ValueList<Guard> GuardList { get; init; } = [];

    /// <summary>Whether the sign-ups of each referrer have to be remembered.</summary>
    internal bool CountsReferrals => GuardList.Any(static guard => guard.CountsReferrals);

    /// <summary>The names of the application's lists that the guards ask for, each with the place of its guard.</summary>
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

/// <summary>How many points of all guards together hold or refuse a referral.</summary>
public sealed record GuardScore
{
    internal GuardScore(int? holdAt, int? refuseAt, bool replacesActions)
    {
        HoldAt = holdAt;
        RefuseAt = refuseAt;
        ReplacesActions = replacesActions;
    }

    /// <summary>From how many points on a referral is held; <c>null</c> for never.</summary>
    public int? HoldAt { get; }

    /// <summary>From how many points on a referral is refused; <c>null</c> for never.</summary>
    public int? RefuseAt { get; }

    /// <summary>
    /// Whether only the points count, in place of the action of each guard. If not, the stricter of both counts: the guard's own action
    /// and what the points together lead to.
    /// </summary>
    public bool ReplacesActions { get; }

    internal GuardAction Of(int points) => points >= RefuseAt ? GuardAction.Refuse : points >= HoldAt ? GuardAction.Hold : GuardAction.Allow;

    /// <summary>Such as <c>held from 50 points on, refused from 100 on</c>.</summary>
    public override string ToString() => PhraseWriter.English.Write(Description);

    internal PhraseList Description => PhraseList.Commas(Parts());

    private IEnumerable<Phrase> Parts()
    {
        if (HoldAt is { } hold)
        {
            yield return Phrase.Of("value.held_from", hold);
        }

        if (RefuseAt is { } refuse)
        {
            yield return Phrase.Of("value.refused_from", refuse);
        }
    }
}

/// <summary>Asks all guards of a program about a referral.</summary>
internal static class GuardEvaluation
{
    internal static GuardResult Decide(GuardPolicy policy, IEnumerable<Guard> guards, GuardContext context, IGuardBook book)
    {
        var checks = new List<Check>();
        var reasons = new List<(string Code, GuardAction Action)>();
        var points = 0;
        foreach (var guard in guards)
        {
            var finding = guard.Find(context, book);
            var action = policy.Score is { ReplacesActions: true } ? GuardAction.Allow : guard.Action;
            checks.Add(Of(guard, finding, action, policy.Score is not null));
            if (finding.Objects)
            {
                points += guard.Points;
                reasons.Add((guard.Code, action));
            }
        }

        if (policy.Score is { } score && checks.Count > 0)
        {
            var action = score.Of(points);
            checks.Add(Of(score, points, action));
            reasons.Add((GuardCodes.Score, action));
        }

        var strictest = reasons.Select(static reason => reason.Action).DefaultIfEmpty(GuardAction.Allow).Max();
        return new GuardResult
        {
            Checks = checks,
            Action = strictest,
            Codes = strictest == GuardAction.Allow
                ? []
                : [.. reasons.Where(reason => reason.Action == strictest).Select(static reason => reason.Code).Distinct()],
        };
    }

    /// <summary>Only what refuses a referral has failed; what holds it or is let pass is told with what was found and what follows.</summary>
    private static Check Of(Guard guard, GuardFinding finding, GuardAction action, bool scored)
    {
        if (!finding.Objects)
        {
            return Check.Of(guard.Code, passed: true, finding.Found, finding.Needed);
        }

        var points = !scored || guard.Points == 0 ? finding.Found
            : finding.Found.Value is { } found ? Phrase.Of("list.row", found, Phrase.Of("value.points", guard.Points))
            : Phrase.Of("value.points", guard.Points);
        return action == GuardAction.Refuse
            ? Check.Of(guard.Code, passed: false, points, finding.Needed)
            : Check.Note(guard.Code, points, Text(action));
    }

    private static Check Of(GuardScore score, int points, GuardAction action)
    {
        var text = Phrase.Of("value.points", points);
        return action == GuardAction.Hold
            ? Check.Note(GuardCodes.Score, text, Text(action))
            : Check.Of(GuardCodes.Score, action == GuardAction.Allow, text, score.Description);
    }

    private static Phrase Text(GuardAction action) => Phrase.Of(action == GuardAction.Hold ? "value.held_for_review" : "value.allowed");
}

/// <summary>What all guards together say about a referral.</summary>
internal sealed record GuardResult
{
    /// <summary>One check for each guard that was asked, and one for the score.</summary>
    public required IReadOnlyList<Check> Checks { get; init; }

    public required GuardAction Action { get; init; }

    /// <summary>The codes of what brought the action about; empty where the referral is allowed.</summary>
    public required IReadOnlyList<string> Codes { get; init; }
}
