using Referrals;

namespace Replay.Reporting;

/// <summary>
/// Events in plain language: those of the customer whom the story is about, and those of others that touch that customer.
/// </summary>
internal static class Sentences
{
    public static bool IsBy(ReferralInput input, CustomerId customer) => input switch
    {
        Enrollment enrollment => enrollment.Customer == customer,
        Share share => share.Referrer == customer,
        SignUp signUp => signUp.Customer == customer,
        Conversion conversion => conversion.Customer == customer,
        SurveyAnswer answer => answer.Customer == customer,
        _ => false,
    };

    public static string OfOwn(DecidedInput decided, CustomerId customer) => decided.Input switch
    {
        Enrollment => $"Enrolled as a referrer; the code is {decided.Decision.Subject}.",
        Share share => $"Shared by {share.Channel} ({share.Id}){(decided.Decision.IsAccepted ? "." : ", which was refused.")}",
        SignUp signUp => $"Signed up{Channel(signUp)}; {SignUpOutcome(decided)}",
        Conversion conversion => $"{Event(conversion)}: {Earned(decided.Decision, customer)}",
        SurveyAnswer answer => $"Answered the survey with {answer.Score}.",
        _ when decided.Decision.WaitedForSignUp() => $"Order {decided.Decision.Subject}, which had waited for the sign-up: {Earned(decided.Decision, customer)}",
        _ => decided.Decision.Code,
    };

    public static string OfOther(DecidedInput decided, CustomerId customer) => decided.Input switch
    {
        Touch { ShareId: { } share } touch => $"Visitor {touch.Visitor} clicked the link of share {share}.",
        Touch touch => $"Visitor {touch.Visitor} clicked the link.",
        SignUp signUp => decided.Decision.Code == DecisionCodes.SignUpReferred
            ? $"Referred {signUp.Customer}, who signed up."
            : $"{signUp.Customer} signed up, but not as a referral of {customer}.",
        Conversion conversion => $"{conversion.Customer}, whom {By(decided, customer)} had referred, "
            + $"{Lower(Event(conversion))}: {Earned(decided.Decision, customer)}",
        Refund refund => $"Refund {refund.Id} of {refund.Amount?.ToString() ?? "the rest"} for order {refund.ConversionId}: "
            + Lost(decided.Decision, customer),
        _ when decided.Decision.Code == DecisionCodes.RewardVested => $"The hold ended: {Vested(decided.Decision)} became available.",
        Identification => "A visitor turned out to be this customer.",
        _ => decided.Decision.Code,
    };

    private static string Channel(SignUp signUp) => signUp switch
    {
        { Code: { } code } => $" with the code {code}",
        { Visitor: { } visitor } => $" as visitor {visitor}",
        { Referrer: { } referrer } => $", referred by {referrer} as the product says",
        { AcquisitionChannel: { } channel } => $" by way of {channel}",
        _ => string.Empty,
    };

    private static string SignUpOutcome(DecidedInput decided) => decided.Decision.Code switch
    {
        DecisionCodes.SignUpReferred =>
            $"{decided.Decision.Facts.First(static fact => fact.Kind == FactKind.ReferralCreated).Referrer} is the referrer.",
        DecisionCodes.SignUpReferralRefused => "the referral was refused.",
        DecisionCodes.SignUpNotReferred => "nobody had referred this customer.",
        _ => "which was refused.",
    };

    private static string Event(Conversion conversion) =>
        $"Made a {conversion.Name}{(conversion.Amount is { } amount ? $" of {Money.Text(amount)}" : string.Empty)} ({conversion.Id})";

    private static string Earned(Decision decision, CustomerId customer)
    {
        var own = decision.Grants.Where(fact => fact.Customer == customer)
            .Select(static fact => Money.Text(fact.Amount!.Value))
            .ToList();
        return decision.Code switch
        {
            DecisionCodes.ConversionNotReferred => "nothing to earn, since nobody had referred this customer.",
            DecisionCodes.ConversionWaiting => "waits for the sign-up.",
            DecisionCodes.ConversionBeforeSignUp => "nothing to earn, since it was before the sign-up.",
            DecisionCodes.ConversionDuplicate => "refused, there is an order with this id.",
            _ when own.Count > 0 => $"earned {string.Join(" and ", own)}.",
            DecisionCodes.ConversionRewarded => "earned nothing for this customer, but for the other side.",
            _ => "earned nothing.",
        };
    }

    private static string Lost(Decision decision, CustomerId customer)
    {
        var own = decision.Facts.Where(fact => fact.Kind == FactKind.RewardReversed && fact.Customer == customer)
            .Select(static fact => Money.Text(fact.Amount!.Value))
            .ToList();
        return decision.Code switch
        {
            _ when own.Count > 0 => $"took {string.Join(" and ", own)} back.",
            DecisionCodes.RefundKept => "the reward is kept.",
            DecisionCodes.RefundWaiting => "the order is not known yet.",
            _ when decision.IsAccepted => "there was no reward to take back.",
            _ => "refused.",
        };
    }

    private static string Vested(Decision decision) => string.Join(" and ", decision.Facts
        .Where(static fact => fact.Kind == FactKind.RewardVested)
        .Select(static fact => Money.Text(fact.Amount!.Value)));

    private static string By(DecidedInput decided, CustomerId customer) =>
        decided.Decision.Facts.Any(fact => fact.Referrer == customer) ? "this customer" : "somebody else";

    private static string Lower(string text) => char.ToLowerInvariant(text[0]) + text[1..];
}
