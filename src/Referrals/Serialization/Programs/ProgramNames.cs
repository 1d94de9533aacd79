using NodaTime;
using Referrals.Attribution;
using Referrals.Codes;
using Referrals.Qualification;
using Referrals.Rewards;
using Referrals.Rewards.Adjustments;
using Referrals.Rewards.Limits;

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
        ("splitPerTouch", ReferralModel.SplitPerTouch),
        ("splitPerReferrer", ReferralModel.SplitPerReferrer),
        ("splitByPosition", ReferralModel.SplitByPosition),
        ("splitByAge", ReferralModel.SplitByAge),
    ];

    internal static readonly (string Name, Side Value)[] Sides = [("referrer", Side.Referrer), ("referee", Side.Referee)];

    internal static readonly (string Name, RefundPolicy Value)[] RefundPolicies =
        [("reverse", RefundPolicy.Reverse), ("keep", RefundPolicy.Keep)];

    internal static readonly (string Name, TimeFrameKind Value)[] Periods =
    [
        ("lifetime", TimeFrameKind.Lifetime),
        ("calendarDay", TimeFrameKind.CalendarDay),
        ("calendarWeek", TimeFrameKind.CalendarWeek),
        ("calendarMonth", TimeFrameKind.CalendarMonth),
        ("calendarQuarter", TimeFrameKind.CalendarQuarter),
        ("calendarYear", TimeFrameKind.CalendarYear),
    ];

    internal static readonly (string Name, IsoDayOfWeek Value)[] Weekdays =
    [
        ("monday", IsoDayOfWeek.Monday),
        ("tuesday", IsoDayOfWeek.Tuesday),
        ("wednesday", IsoDayOfWeek.Wednesday),
        ("thursday", IsoDayOfWeek.Thursday),
        ("friday", IsoDayOfWeek.Friday),
        ("saturday", IsoDayOfWeek.Saturday),
        ("sunday", IsoDayOfWeek.Sunday),
    ];

    internal static readonly (string Name, MeasureSubject Value)[] Subjects =
    [
        ("ownConversions", MeasureSubject.OwnConversions),
        ("referredConversions", MeasureSubject.ReferredConversions),
        ("referrals", MeasureSubject.Referrals),
        ("ruleConversions", MeasureSubject.RuleConversions),
        ("ruleConversionsOfReferee", MeasureSubject.RuleConversionsOfReferee),
    ];

    internal static readonly (string Name, Precedence Value)[] Precedences =
        [("stack", Precedence.Stack), ("first", Precedence.First), ("best", Precedence.Best)];

    internal static readonly (string Name, MultiplierMode Value)[] MultiplierModes =
        [("multiply", MultiplierMode.Multiply), ("add", MultiplierMode.Add), ("largest", MultiplierMode.Largest)];

    internal static readonly (string Name, CapAction Value)[] CapActions = [("clamp", CapAction.Clamp), ("refuse", CapAction.Refuse)];

    internal static readonly (string Name, BudgetEnd Value)[] BudgetEnds = [("goOn", BudgetEnd.GoOn), ("close", BudgetEnd.Close)];

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
