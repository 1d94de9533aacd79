using NodaTime;
using Referrals.Ledger.Writing;
using Referrals.State;

namespace Referrals.Deciding.Rewarding;

/// <summary>What all movements of a reward on the chain of its referral have in common: the posting, the chain, the fact.</summary>
internal static class Postings
{
    /// <summary>Moves an amount of a reward as a step says, and lets the referee's chain go on.</summary>
    /// <param name="draft">The decision.</param>
    /// <param name="reward">The reward.</param>
    /// <param name="step">What happens.</param>
    /// <param name="minorUnits">How much; above zero.</param>
    /// <param name="at">When it takes effect.</param>
    /// <param name="cause">What takes the reward back, which makes the posting's id unique; <c>null</c> for other steps.</param>
    internal static CustomerState Move(
        DecisionDraft draft, RewardState reward, string step, long minorUnits, Instant at, ReversalCause? cause = null)
    {
        var key = StateKeys.Customer(reward.Referee);
        var referee = draft.Read<CustomerState>(key) ?? new CustomerState { Customer = reward.Referee };
        var posting = LedgerBook.Move(
            new LedgerEntry
            {
                Posting = KeyText.Bounded(cause is { } by ? $"{reward.Id}/{step}:{by.Mark}" : $"{reward.Id}/{step}"),
                Step = step,
                Owner = reward.Owner,
                Unit = reward.Granted.Unit,
                Reward = reward.Id,
                Subject = cause?.Subject,
                At = at,
                Chain = referee.Chain,
            },
            minorUnits);
        referee = referee with { ChainLength = posting.Chain.Length, ChainHash = posting.Chain.Hash };
        draft.Write(key, referee);
        draft.Post(posting);
        return referee;
    }

    internal static Fact Fact(FactKind kind, RewardState reward, Amount amount, Instant at, CustomerId? referrer, string? segment) => new()
    {
        Kind = kind,
        OccurredAt = at,
        Customer = reward.Owner,
        // Who referred and is rewarded: of a reward that is split, or shared over levels, everybody has their own part.
        Referrer = reward.Side == Side.Referrer ? reward.Earner ?? reward.Owner : referrer,
        Segment = segment,
        Subject = reward.Id.Value,
        Rule = reward.Rule,
        Code = reward.Side.ToString(),
        Amount = amount,
    };
}
