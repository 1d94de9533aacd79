namespace Referrals.Rewards.Plans;

/// <summary>
/// What comes of a rule besides numbers: something in a unit, or nothing for a reason. Made once, so that an outcome holds one reference
/// only: writing references into the caller's array is most of what a decision costs.
/// </summary>
internal sealed record OutcomeKind
{
    private OutcomeKind(string code, bool isQualified, Unit unit)
    {
        Code = code;
        IsQualified = isQualified;
        Unit = unit;
    }

    internal string Code { get; }

    internal bool IsQualified { get; }

    /// <summary>The unit of what is granted; <c>default</c> for nothing.</summary>
    internal Unit Unit { get; }

    internal bool IsGranted => !Unit.IsDefault;

    internal static OutcomeKind Granted(Unit unit) => new(RewardCodes.Granted, isQualified: true, unit);

    /// <summary>Nothing, although the conditions hold.</summary>
    internal static OutcomeKind Refused(string code) => new(code, isQualified: true, default);

    /// <summary>Nothing, since the conditions do not hold.</summary>
    internal static OutcomeKind Unqualified(string code) => new(code, isQualified: false, default);
}
