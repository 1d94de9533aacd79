using Referrals.Explanations;
using Referrals.Programs;
using Referrals.Qualification.Conditions;

namespace Referrals.Deciding.Participation;

/// <summary>
/// Finds what did not count for a participant, and says why in the participant's words: one reason for each input, and none for an
/// input that earned the participant something by another rule.
/// </summary>
internal static class RefusalWords
{
    internal static IEnumerable<ParticipantRefusal> Of(ReferralProgram program, IEnumerable<Decision> decisions, CustomerId customer)
    {
        foreach (var decision in decisions)
        {
            var refusals = decision.Facts.Where(fact => IsRefusal(program, fact, customer)).Select(fact => (Fact: fact, Reason: Reason(decision, fact)));
            if (refusals.ToArray() is { Length: > 0 } all && !decision.Grants.Any(grant => grant.Customer == customer))
            {
                yield return Tell(decision, MostTelling(all));
            }
        }
    }

    /// <summary>Of several rules that refused one conversion, one that at least was meant for its kind of event.</summary>
    private static (Fact Fact, Check? Reason) MostTelling((Fact Fact, Check? Reason)[] refusals)
    {
        var telling = Array.FindIndex(refusals, static refusal => refusal.Reason?.Reason.Code != ConditionCodes.Event);
        return refusals[Math.Max(telling, 0)];
    }

    private static ParticipantRefusal Tell(Decision decision, (Fact Fact, Check? Reason) refusal) => new(
        refusal.Fact.OccurredAt,
        refusal.Reason?.Reason.Code ?? refusal.Fact.Code ?? decision.Code,
        (refusal.Reason is null ? null : CheckText.Participant(refusal.Reason.Told)) ?? CheckText.Participant(decision.Code) ?? "This did not count.");

    /// <summary>Whether a fact tells of something that did not count for the customer. A rule that rewards the other side is not about it.</summary>
    internal static bool IsRefusal(ReferralProgram program, Fact fact, CustomerId customer) => fact.Kind switch
    {
        FactKind.ReferralRefused => fact.Customer == customer || fact.Referrer == customer,
        FactKind.ConversionNotRewarded => customer == (SideOf(program, fact.Rule) == Side.Referrer ? fact.Referrer : fact.Customer),
        FactKind.RewardReviewed => fact.Customer == customer && fact.Code is ("rejected" or "silence_rejected"),
        _ => false,
    };

    private static Side SideOf(ReferralProgram program, string? rule) =>
        program.Incentives.FirstOrDefault(incentive => string.Equals(incentive.Name, rule, StringComparison.Ordinal))?.Side ?? Side.Referrer;

    private static Check? Reason(Decision decision, Fact fact) => fact.Kind == FactKind.RewardReviewed
        ? null
        : decision.Explanation.Checks.FirstOrDefault(check => !check.Held && check.Rule == fact.Rule);
}
