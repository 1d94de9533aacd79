using NodaTime;
using Referrals.Ledger;
using Referrals.State;

namespace Referrals.Deciding.Rewarding;

/// <summary>What all movements of a reward have in common: the entry, the chain of the referee, the fact.</summary>
internal static class Postings
{
    internal static LedgerEntry Entry(RewardState reward, Amount amount, Instant at, CustomerState referee) => new()
    {
        Reward = reward.Id,
        Owner = reward.Owner,
        Referee = reward.Referee,
        Amount = amount,
        At = at,
        Chain = new LedgerChain(referee.ChainLength, referee.ChainHash),
    };

    internal static CustomerState Chained(CustomerState referee, Posting posting) =>
        referee with { ChainLength = posting.Chain.Length, ChainHash = posting.Chain.Hash };

    internal static Fact Fact(FactKind kind, RewardState reward, Amount amount, Instant at, CustomerId? referrer, string? segment) => new()
    {
        Kind = kind,
        OccurredAt = at,
        Customer = reward.Owner,
        Referrer = referrer,
        Segment = segment,
        Subject = reward.Id.Value,
        Rule = reward.Rule,
        Code = reward.Side.ToString(),
        Amount = amount,
    };
}
