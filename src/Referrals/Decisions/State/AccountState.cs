using System.Globalization;
using System.Text.Json.Serialization;
using NodaTime;
using Referrals.Ledger;

namespace Referrals;

/// <summary>What a customer has available in one unit, lot by lot: the aggregate that serialises redemptions, payouts and expiry.</summary>
internal sealed record AccountState
{
    public required CustomerId Owner { get; init; }

    public required Unit Unit { get; init; }

    public ValueList<Lot> Lots { get; init => field = value ?? []; } = [];

    /// <summary>What is set aside for payouts that are on their way, in the unit's smallest parts; which they are, their own records tell.</summary>
    public long InPayout { get; init; }

    /// <summary>What the owner owes, in the unit's smallest parts.</summary>
    public long Owed { get; init; }

    /// <summary>Since when the owner owes something; <c>null</c> where nothing is owed.</summary>
    public Instant? OwedSince { get; init; }

    /// <summary>The chain of ledger postings about this account.</summary>
    public int ChainLength { get; init; }

    public string ChainHash { get; init => field = value ?? string.Empty; } = string.Empty;

    internal LedgerChain Chain => LedgerChain.OfAccount(Unit, Owner, ChainLength, ChainHash);

    /// <summary>When the passing of time next changes the account: a lot expires, or what is owed is set off.</summary>
    internal Instant? DueAt
    {
        get
        {
            var expiry = Lots.NextExpiry();
            return SetOffAt is { } due && !(expiry <= due) ? due : expiry;
        }
    }

    /// <summary>When what is owed is set off against the oldest lot; <c>null</c> where nothing is owed or nothing is there.</summary>
    internal Instant? SetOffAt => Owed > 0 && Lots.Count > 0 ? Instant.Max(OwedSince!.Value, Lots[0].VestedAt) : null;

    /// <summary>What the owner can use at an instant, in smallest parts: what is neither expired nor owed.</summary>
    internal long UsableAt(Instant at) => UsableAt(at, earnedBefore: null);

    /// <summary>As above, of what was earned before an instant. What is owed is set off against the oldest lots, and so taken off these.</summary>
    internal long UsableAt(Instant at, Instant? earnedBefore) => Math.Max(0, Lots.UsableAt(at, earnedBefore) - Owed);

    internal AccountState Active(Instant at, DateTimeZone zone) => this with { Lots = Lots.Extended(at, zone) };

    internal AccountState Owing(long owed, Instant at) => this with { Owed = owed, OwedSince = owed == 0 ? null : OwedSince ?? at };

    internal AccountState Chained(in Posting posting) => this with { ChainLength = posting.Chain.Length, ChainHash = posting.Chain.Hash };
}

/// <summary>Compares an account, lot by lot, with what the ledger says about it.</summary>
internal static class AccountFindings
{
    internal static IEnumerable<LedgerFinding> Of(
        AccountState account, IReadOnlyDictionary<(LedgerAccount Account, CustomerId Owner, Unit Unit), long> balances)
    {
        (LedgerAccount Account, long Kept)[] kept =
        [
            (LedgerAccount.Available, account.Lots.Total()),
            (LedgerAccount.InPayout, account.InPayout),
            (LedgerAccount.Owed, -account.Owed),
        ];
        foreach (var (name, amount) in kept)
        {
            var lines = balances.GetValueOrDefault((name, account.Owner, account.Unit));
            if (amount != lines)
            {
                yield return new LedgerFinding(LedgerAudit.WrongBalance, account.Chain.Name, string.Create(
                    CultureInfo.InvariantCulture, $"The account keeps {amount} as {name}, the sum of the lines is {lines}."));
            }
        }
    }
}

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
    public ValueList<Lot> Lots { get; init => field = value ?? []; } = [];

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

/// <summary>One redemption: what was used and out of which lots, so that they can come back as they were.</summary>
internal sealed record RedemptionState
{
    public required string Id { get; init; }

    public required CustomerId Owner { get; init; }

    public required Unit Unit { get; init; }

    /// <summary>Out of which lots what is still redeemed was taken, the oldest first.</summary>
    public ValueList<Lot> Lots { get; init => field = value ?? []; } = [];
}
