using Referrals;
using Referrals.Explanations;

namespace Backfill;

/// <summary>Why a referral earned nothing: the innermost checks of its explanation that failed.</summary>
internal static class Reasons
{
    public static IEnumerable<string> Of(Decision decision)
    {
        var failed = decision.Explanation.Checks.SelectMany(Failed).Select(Text).Distinct().ToList();
        return failed.Count > 0 ? failed : [decision.Code];
    }

    private static IEnumerable<Check> Failed(Check check) =>
        check.Verdict != Referrals.Explanations.Verdict.Failed ? []
        : check.Children.All(static child => child.Verdict != Referrals.Explanations.Verdict.Failed) ? [check]
        : check.Children.SelectMany(Failed);

    private static string Text(Check check) => check.Code switch
    {
        "condition.attribute" => Fact(check),
        "condition.custom" => $"does not hold: {check.Required}",
        DecisionCodes.ConversionNotReferred => "nobody is known to have referred this person",
        DecisionCodes.SignUpDuplicate => "this person had been referred before, and the first referral counts",
        DecisionCodes.ConversionDuplicate => "its payment has settled another referral already",
        "guard.self_referral" => "nobody refers themselves",
        "guard.cycle" => "two people cannot refer each other",
        "reward.declined" => "no reward was chosen",
        _ => $"{check.Actual ?? "not known"}, needed {check.Required ?? check.Code}",
    };

    /// <summary>Both texts of such a check are a name, an equals sign and a value.</summary>
    private static string Fact(Check check)
    {
        var required = check.Required!.Split(" = ");
        return check.Actual is { } actual
            ? $"{required[0]}: {actual.Split(" = ")[^1]} and not {required[^1]}"
            : $"{required[0]}: not known, and not {required[^1]}";
    }
}
