using NodaTime;
using Referrals.Ledger.Lots;
using Referrals.Rewards.Life;

namespace Referrals.State.Accounts;

/// <summary>A payout on its way: what was set aside, and out of which lots, so that they can come back as they were.</summary>
internal sealed record OpenPayout
{
    public required string Batch { get; init; }

    public required Instant StartedAt { get; init; }

    public required ValueList<Lot> Lots { get; init; }

    /// <summary>The fee, in the unit's smallest parts.</summary>
    public long Fee { get; init; }

    public FeeBearer FeeBorneBy { get; init; }

    internal long Total => Lots.Total();
}
