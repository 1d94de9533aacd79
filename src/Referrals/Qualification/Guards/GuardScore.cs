using System.Globalization;

namespace Referrals.Qualification.Guards;

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
    public override string ToString() => string.Join(", ", Parts());

    private IEnumerable<string> Parts()
    {
        if (HoldAt is { } hold)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"held from {hold} points on");
        }

        if (RefuseAt is { } refuse)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"refused from {refuse} points on");
        }
    }
}
