using Referrals.Attribution;
using Referrals.Codes;
using Referrals.Rewards;

namespace Referrals.Serialization.Programs;

/// <summary>The names that values have in JSON.</summary>
internal static class ProgramNames
{
    internal static readonly (string Name, RoundingMode Value)[] Roundings =
    [
        ("halfAwayFromZero", RoundingMode.HalfAwayFromZero),
        ("halfToEven", RoundingMode.HalfToEven),
        ("down", RoundingMode.Down),
        ("up", RoundingMode.Up),
    ];

    internal static readonly (string Name, ReferralModel Value)[] Models =
    [
        ("lastTouch", ReferralModel.LastTouch),
        ("firstTouch", ReferralModel.FirstTouch),
        ("perTouch", ReferralModel.PerTouch),
        ("perReferrer", ReferralModel.PerReferrer),
        ("positionBased", ReferralModel.PositionBased),
        ("timeDecay", ReferralModel.TimeDecay),
    ];

    internal static readonly (string Name, Side Value)[] Sides = [("referrer", Side.Referrer), ("referee", Side.Referee)];

    internal static readonly (string Name, RefundPolicy Value)[] RefundPolicies =
        [("reverse", RefundPolicy.Reverse), ("keep", RefundPolicy.Keep)];

    internal static readonly (string Name, CapPeriod Value)[] Periods =
    [
        ("lifetime", CapPeriod.Lifetime),
        ("day", CapPeriod.Day),
        ("week", CapPeriod.Week),
        ("month", CapPeriod.Month),
        ("year", CapPeriod.Year),
    ];

    internal static readonly (string Name, CapAction Value)[] CapActions = [("clamp", CapAction.Clamp), ("refuse", CapAction.Refuse)];

    internal static readonly (string Name, CodeAlphabet Value)[] Alphabets =
    [
        ("crockford", CodeAlphabet.Crockford),
        ("distinct", CodeAlphabet.Distinct),
        ("digits", CodeAlphabet.Digits),
        ("letters", CodeAlphabet.Letters),
        ("alphanumeric", CodeAlphabet.Alphanumeric),
    ];

    internal static string Of<T>((string Name, T Value)[] names, T value) =>
        names.First(entry => EqualityComparer<T>.Default.Equals(entry.Value, value)).Name;
}
