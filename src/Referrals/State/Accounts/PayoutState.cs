using System.Text.Json.Serialization;
using NodaTime;
using Referrals.Ledger.Lots;
using Referrals.Rewards.Life;

namespace Referrals.State.Accounts;

/// <summary>One payout: what was set aside and out of which lots, so that they can come back as they were, and how far it is.</summary>
internal sealed record PayoutState
{
    public required PayoutId Id { get; init; }

    public required string Batch { get; init; }

    /// <summary>Which payout of its batch to the customer it is, from 1.</summary>
    public required int Attempt { get; init; }

    public required CustomerId Owner { get; init; }

    public required Unit Unit { get; init; }

    public required Instant StartedAt { get; init; }

    /// <summary>What was set aside, fee included, in the unit's smallest parts.</summary>
    public required long Total { get; init; }

    /// <summary>Out of which lots; none any more once they have gone back.</summary>
    public ValueList<Lot> Lots { get; init; } = [];

    /// <summary>The fee, in the unit's smallest parts.</summary>
    public long Fee { get; init; }

    public FeeBearer FeeBorneBy { get; init; }

    /// <summary>Whether a fee that the customer bears goes back with a payout that came back.</summary>
    public bool FeeIsGivenBack { get; init; }

    public PayoutStatus Status { get; init; }

    /// <summary>When it was confirmed, has failed or came back; <c>null</c> for one on its way.</summary>
    public Instant? EndedAt { get; init; }

    /// <summary>Why it failed or came back.</summary>
    public string? Reason { get; init; }

    /// <summary>The part of the fee that the customer bears.</summary>
    [JsonIgnore]
    internal long OwnFee => FeeBorneBy == FeeBearer.Owner ? Fee : 0;

    /// <summary>Only what is on its way is due: so the index of due records is the list of open payouts, the oldest first.</summary>
    [JsonIgnore]
    internal Instant? DueAt => Status == PayoutStatus.Open ? StartedAt : null;
}
