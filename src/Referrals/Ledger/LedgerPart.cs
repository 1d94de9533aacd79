using System.Text.Json.Serialization;

namespace Referrals.Ledger;

/// <summary>How much of a posting over several rewards is of which reward.</summary>
public sealed record LedgerPart
{
    [JsonConstructor]
    internal LedgerPart()
    {
    }

    /// <summary>The reward; <c>null</c> for one that was pooled with others, because its owner held too many.</summary>
    [JsonInclude]
    public RewardId? Reward { get; internal init; }

    /// <summary>How much of it, in the unit's smallest parts; above zero.</summary>
    [JsonInclude]
    public long MinorUnits { get; internal init; }
}
