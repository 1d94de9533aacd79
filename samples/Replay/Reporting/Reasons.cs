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
        ["condition.any"] = "none of the alternatives",
        ["condition.amount_missing"] = "amount not known",
        ["condition.custom"] = "condition of the product's own",
        ["conversion.waiting"] = "no sign-up yet",
        ["conversion.before_sign_up"] = "order before the sign-up",
        ["conversion.not_referred"] = "nobody referred this customer",
        ["condition.event"] = "not the kind of event that is rewarded",
        ["condition.segment"] = "offer for another group of customers",
        ["condition.attribute"] = "not among what is rewarded",
        ["condition.not"] = "excluded by the program",
        ["reward.cap_reached"] = "limit of the referrer or referee reached",
        ["reward.budget_used_up"] = "budget of the program used up",
        ["reward.currency"] = "order in another currency than the reward",
        ["reward.zero"] = "too little to earn anything",
        ["attribution.no_touch"] = "no click or code before the sign-up",
        ["attribution.window"] = "click too long before the sign-up",
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
        ["refund.waiting"] = "refund that matches no sale",
        ["refund.too_much"] = "refund of more than was left of the sale",
        ["refund.other_unit"] = "refund in another currency than the sale",
        ["identify.conflict"] = "visitor known as another customer",
    };

    public static string Text(string reason) => Words.GetValueOrDefault(reason, reason);

    /// <summary>The first input that met a reason, in a few words: who, when, what was found and what would have been enough.</summary>
    public static string Example(Refusal refusal)
    {
        var decision = refusal.Example.Decision;
        var failed = Failed(decision).Select(static pair => pair.Check).ToList();
        var check = failed.Find(check => check.Code == refusal.Reason) ?? failed.FirstOrDefault();
        return $"{Subject(refusal.Example)}{(check is null ? string.Empty : Found(check))}";
    }

    /// <summary>The checks that failed, in words, each with the rules on whose behalf it was made.</summary>
    public static IEnumerable<string> Why(Decision decision) => Failed(decision)
        .GroupBy(static pair => Text(pair.Check.Code) + Found(pair.Check), static pair => pair.Rule)
        .Select(static group => group.First() is null
            ? $"why not: {group.Key}"
            : $"nothing by rule {string.Join(" and ", group)}: {group.Key}");

    /// <summary>The innermost checks that failed, with the rule that asked.</summary>
    private static IEnumerable<(string? Rule, Check Check)> Failed(Decision decision) =>
        decision.Explanation.Checks.SelectMany(static check => Failed(check, check.Rule));

    private static IEnumerable<(string? Rule, Check Check)> Failed(Check check, string? rule) =>
        check.Verdict != Verdict.Failed ? []
        : check.Children.All(static child => child.Verdict != Verdict.Failed) ? [(rule, check)]
        : check.Children.SelectMany(child => Failed(child, child.Rule ?? rule));

    private static string Found(Check check) => check switch
    {
        { Actual: { } actual, Required: { } required } => $": {actual}, needed {required}",
        { Actual: { } actual } => $": {actual}",
        { Required: { } required } => $": needed {required}",
        _ => string.Empty,
    };

    /// <summary>Whose input it was, if it was a customer's.</summary>
    public static CustomerId? Customer(DecidedInput example) => example.Input switch
    {
        SignUp signUp => signUp.Customer,
        Conversion conversion => conversion.Customer,
        Share share => share.Referrer,
        _ => null,
    };

    /// <summary>Whether an order was judged after it had waited for the sign-up of its customer.</summary>
    public static bool WaitedForSignUp(this Decision decision) => decision.Key.StartsWith("catch-up:", StringComparison.Ordinal);

    private static string Subject(DecidedInput example) => example.Input switch
    {
        SignUp signUp => $"{signUp.Customer}",
        Conversion conversion => $"{conversion.Customer}, order {conversion.Id}",
        Refund refund => $"refund {refund.Id}",
        Share share => $"{share.Referrer}, share {share.Id}",
        Touch touch => $"visitor {touch.Visitor}",
        _ when example.Decision.WaitedForSignUp() => $"order {example.Decision.Subject}",
        _ => example.Decision.Key,
    };
}
