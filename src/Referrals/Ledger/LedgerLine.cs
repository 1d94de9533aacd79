using System.Text.Json.Serialization;
using NodaTime;

namespace Referrals.Ledger;

/// <summary>One side of a posting. The lines of a posting sum to zero. Lines are only ever added.</summary>
public sealed record LedgerLine
{
    private string _hash = string.Empty;

    /// <summary>The posting that the line belongs to.</summary>
    public required string Posting { get; init; }

    /// <summary>What happened: a step of <see cref="Referrals.Ledger.RewardLifecycle"/>, or <c>fee_borne</c> for a fee that the program bears.</summary>
    public required string Step { get; init; }

    /// <summary>The account.</summary>
    public required LedgerAccount Account { get; init; }

    /// <summary>Whose account; <c>null</c> for the program's own.</summary>
    public CustomerId? Owner { get; init; }

    /// <summary>What goes into the account, or out of it if negative.</summary>
    public required Amount Amount { get; init; }

    /// <summary>The reward that is moved; <c>null</c> for a posting over several, whose first line names them in <see cref="Parts"/>.</summary>
    public RewardId? Reward { get; init; }

    /// <summary>What it was for: the refund, redemption or payout; <c>null</c> where only the reward matters.</summary>
    public string? Subject { get; init; }

    /// <summary>When it took effect.</summary>
    [JsonConverter(typeof(InstantJsonConverter))]
    public required Instant OccurredAt { get; init; }

    /// <summary>
    /// The chain of postings that this one continues: <c>referral:bob</c> for what is serialised by a referee,
    /// <c>account:EUR:alice</c> for what is serialised by an owner's account.
    /// </summary>
    public required string Chain { get; init; }

    /// <summary>The place of the posting in that chain, from 1.</summary>
    public required int ChainIndex { get; init; }

    /// <summary>The hash of the posting before it in the chain; empty for the first.</summary>
    public required string PreviousHash { get; init; }

    /// <summary>SHA-256 over the previous hash and the content of the posting, as 64 hexadecimal digits.</summary>
    public required string Hash { get => _hash; init => _hash = value; }

    /// <summary>The rewards of a posting over several, with how much of each; empty for a posting over one.</summary>
    [JsonIgnore]
    public IReadOnlyList<LedgerPart> Parts => PartList ?? ValueList<LedgerPart>.Empty;

    [JsonInclude]
    [JsonPropertyName("parts")]
    [JsonConverter(typeof(ValueListJsonConverter<LedgerPart>))]
    internal ValueList<LedgerPart>? PartList { get; init; }

    /// <summary>Closes a line that was just made with the hash of its posting, which is over all lines of it.</summary>
    internal void Seal(string hash) => _hash = hash;
}

/// <summary>Where a chain of postings stands: its name, how many there are, and the hash of the last.</summary>
internal readonly record struct LedgerChain
{
    private const string ReferralPrefix = "referral:";

    internal LedgerChain(string name, int length, string hash)
    {
        Name = name;
        Length = length;
        Hash = hash;
    }

    public string Name { get; }

    public int Length { get; }

    public string Hash { get; }

    /// <summary>The chain of a referral, which its referee serialises.</summary>
    internal static LedgerChain OfReferral(CustomerId referee, int length, string hash) => new($"{ReferralPrefix}{referee}", length, hash);

    /// <summary>The chain of what an owner does with rewards of one unit, which the owner's account serialises.</summary>
    internal static LedgerChain OfAccount(Unit unit, CustomerId owner, int length, string hash) =>
        new(KeyText.Of("account", unit.ToString(), owner.Value), length, hash);

    /// <summary>Under which name what a chain tells comes in order: that of the referee, as for what is not in the ledger, or of the account.</summary>
    internal static string StreamOf(string chain) =>
        chain.StartsWith(ReferralPrefix, StringComparison.Ordinal) ? chain[ReferralPrefix.Length..] : chain;
}
