using NodaTime;
using Referrals;

namespace Replay.History;

/// <summary>Money that the product spent on winning customers.</summary>
internal sealed record CostRow(Instant At, string Kind, Channel Channel, Amount Amount, int Line)
{
    /// <summary>
    /// Whether the row is a reward that the product paid. Rewards are counted once, from the ledger; these rows are only compared
    /// with it.
    /// </summary>
    public bool IsReward => Kind.StartsWith("reward_", StringComparison.Ordinal);
}
