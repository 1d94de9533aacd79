using Referrals;
using Referrals.Explanations;

namespace Replay.Reporting;

/// <summary>Reasons in words.</summary>
internal static class Reasons
{
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["condition.ordinal"] = "not the purchase that is rewarded",
        ["condition.amount"] = "order below the minimum",
        ["condition.window"] = "too late after the sign-up",
        ["condition.currency"] = "order in another currency",
        ["condition.event"] = "not the kind of event that is rewarded",
        ["condition.segment"] = "offer for another group of customers",
        ["condition.attribute"] = "not among what is rewarded",
        ["condition.not"] = "excluded by the program",
        ["reward.cap_reached"] = "limit of the referrer or referee reached",
        ["reward.budget_used_up"] = "budget of the program used up",
        ["reward.currency"] = "order in another currency than the reward",
        ["reward.zero"] = "too little to earn anything",
        ["attribution.no_touch"] = "no click or code before the sign-up",
        ["attribution.outside_window"] = "click too long before the sign-up",
        ["attribution.self_touch"] = "customer's own code or link",
        ["attribution.after_sign_up"] = "click after the sign-up",
        ["guard.self_referral"] = "customer named as own referrer",
        ["guard.cycle"] = "customers who refer each other in a circle",
        ["guard.referrer_enrolled"] = "referrer never enrolled",
        ["guard.program_not_started"] = "before the program started",
        ["guard.program_ended"] = "after the program ended",
        ["guard.program_paused"] = "while the program was paused",
        ["touch.unknown_code"] = "code that nobody has",
        ["touch.unreadable_code"] = "text that is no code",
        ["touch.unknown_share"] = "click of an unknown share",
        ["share.referrer_not_enrolled"] = "share by somebody not enrolled",
        ["share.duplicate"] = "share reported twice",
        ["sign_up.duplicate"] = "sign-up of a customer who had signed up",
        ["refund.unknown_conversion"] = "refund that matches no sale",
        ["refund.too_much"] = "refund of more than was left of the sale",
        ["refund.other_unit"] = "refund in another currency than the sale",
        ["identify.conflict"] = "visitor known as another customer",
    };

    public static string Text(string reason) => Words.GetValueOrDefault(reason, reason);

    /// <summary>The first input that met a reason, in a few words: who, when, what was found and what would have been enough.</summary>
    public static string Example(Refusal refusal)
    {
        var decision = refusal.Example.Decision;
        var check = decision.Explanation.Checks.SelectMany(Flat)
            .FirstOrDefault(check => check.Code == refusal.Reason && check.Verdict == Verdict.Failed);
        var found = check switch
        {
            { Actual: { } actual, Required: { } required } => $": {actual}, needed {required}",
            { Actual: { } actual } => $": {actual}",
            { Required: { } required } => $": needed {required}",
            _ => string.Empty,
        };
        return $"{Subject(refusal.Example)}{found}";
    }

    /// <summary>Whose input it was, if it was a customer's.</summary>
    public static CustomerId? Customer(DecidedInput example) => example.Input switch
    {
        SignUp signUp => signUp.Customer,
        Conversion conversion => conversion.Customer,
        Share share => share.Referrer,
        _ => null,
    };

    private static string Subject(DecidedInput example) => example.Input switch
    {
        SignUp signUp => $"{signUp.Customer}",
        Conversion conversion => $"{conversion.Customer}, order {conversion.Id}",
        Refund refund => $"refund {refund.Id}",
        Share share => $"{share.Referrer}, share {share.Id}",
        Touch touch => $"visitor {touch.Visitor}",
        _ => example.Decision.Key,
    };

    private static IEnumerable<Check> Flat(Check check) => check.Children.SelectMany(Flat).Prepend(check);
}
