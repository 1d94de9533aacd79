using Referrals.Explanations;
using Referrals.Programs;

namespace Referrals.Deciding.Participation;

/// <summary>Finds what did not count for a participant, and says why in the participant's words.</summary>
internal static class RefusalWords
{
    internal static IEnumerable<ParticipantRefusal> Of(ReferralProgram program, IEnumerable<Decision> decisions, CustomerId customer)
    {
        foreach (var decision in decisions)
        {
            foreach (var fact in decision.Facts)
            {
                if (IsRefusal(program, fact, customer))
                {
                    var check = Reason(decision, fact);
                    var words = check is null ? null : CheckText.Participant(check);
                    yield return new ParticipantRefusal(
                        fact.OccurredAt,
                        check?.Code ?? fact.Code ?? decision.Code,
                        words ?? CheckText.Participant(decision.Code) ?? "This did not count.");
                }
            }
        }
    }

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
        : decision.Explanation.Checks.FirstOrDefault(check => !check.Held && check.Rule == fact.Rule)?.Reason;
}
