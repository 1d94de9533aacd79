using NodaTime;
using Referrals.Ledger;
using Referrals.Ledger.Lots;
using Referrals.Ledger.Writing;

namespace Referrals.State.Accounts;

/// <summary>What a customer has available in one unit, lot by lot: the aggregate that serialises redemptions, payouts and expiry.</summary>
internal sealed record AccountState
{
    public required CustomerId Owner { get; init; }

    public required Unit Unit { get; init; }

    public ValueList<Lot> Lots { get; init; } = [];

    /// <summary>What is set aside for payouts that are on their way, in the unit's smallest parts; which they are, their own records tell.</summary>
    public long InPayout { get; init; }

    /// <summary>What the owner owes, in the unit's smallest parts.</summary>
    public long Owed { get; init; }

    /// <summary>Since when the owner owes something; <c>null</c> where nothing is owed.</summary>
    public Instant? OwedSince { get; init; }

    /// <summary>The chain of ledger postings about this account.</summary>
    public int ChainLength { get; init; }

    public string ChainHash { get; init; } = string.Empty;

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

    internal AccountState Chained(Posting posting) => this with { ChainLength = posting.Chain.Length, ChainHash = posting.Chain.Hash };
}
