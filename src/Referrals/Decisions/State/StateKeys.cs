using Referrals.Codes;
using Referrals.Ledger;
using Referrals.Storage;

namespace Referrals;

/// <summary>Under which keys state is kept. The customer comes last in a counter's id, since its text may contain anything.</summary>
internal static class StateKeys
{
    /// <summary>
    /// Counters of a whole program are written by every worker; the tilde sorts them behind all others, so that they are locked
    /// last and shortest.
    /// </summary>
    private const char Hot = '~';

    internal static RecordKey Event(string key) => RecordKey.Of(RecordKind.Event, key);

    internal static RecordKey Customer(CustomerId id) => RecordKey.Of(RecordKind.Customer, id.Value);

    internal static RecordKey Code(ReferralCode code) => RecordKey.Of(RecordKind.Code, code.Value);

    internal static RecordKey Share(string id) => RecordKey.Of(RecordKind.Share, id);

    internal static RecordKey Visitor(VisitorId id) => RecordKey.Of(RecordKind.Visitor, id.Value);

    internal static RecordKey Conversion(string id) => RecordKey.Of(RecordKind.Conversion, id);

    internal static RecordKey Reward(RewardId id) => RecordKey.Of(RecordKind.Reward, id.Value);

    internal static RecordKey Person(string id) => RecordKey.Of(RecordKind.Person, id);

    internal static RecordKey Message(string key) => RecordKey.Of(RecordKind.Message, key);

    internal static RecordKey Signal(string hash) => RecordKey.Of(RecordKind.Signal, hash);

    /// <summary>A referrer is a signal too: one that its referees share. No hash has this prefix.</summary>
    internal static RecordKey ReferredLately(CustomerId referrer) => RecordKey.Of(RecordKind.Signal, $"referrer:{referrer}");

    internal static RecordKey Account(Unit unit, CustomerId owner) => RecordKey.Of(RecordKind.Account, $"{unit}:{owner}");

    internal static RecordKey Payout(PayoutId id) => RecordKey.Of(RecordKind.Payout, id.Value);

    /// <summary>How many payouts a batch has had for a customer and unit.</summary>
    internal static RecordKey PayoutsOf(string batch, CustomerId customer, Unit unit) =>
        RecordKey.Of(RecordKind.Counter, $"payouts:{ContentHash.Of(batch, customer.Value, unit.ToString())}");

    internal static RecordKey Referred(CustomerId referrer) => RecordKey.Of(RecordKind.Counter, $"referred:{referrer}");

    internal static RecordKey Uses(ReferralCode code) => RecordKey.Of(RecordKind.Counter, $"uses:{code}");

    internal static RecordKey Balance(LedgerAccount account, Unit unit, CustomerId owner) =>
        RecordKey.Of(RecordKind.Counter, $"balance:{account}:{unit}:{owner}");

    /// <summary>A number that rules ask for; the whole program's own are hot.</summary>
    internal static RecordKey Tally(string name, string period, string? owner) =>
        RecordKey.Of(RecordKind.Counter, owner is null ? $"{Hot}{name}" : $"{name}:{period}:{owner}");

    /// <summary>The entries of a number over a trailing time.</summary>
    internal static RecordKey Activity(string name, string? owner) => RecordKey.Of(RecordKind.Activity, $"{name}:{owner}");

    /// <summary>What a number was before it was taken back, while a step that it reached is kept.</summary>
    internal static RecordKey Fallen(string number) => RecordKey.Of(RecordKind.Activity, $"fallen:{number}");

    /// <summary>The marks that were paid on a number.</summary>
    internal static RecordKey Marks(string number) => RecordKey.Of(RecordKind.Activity, $"marks:{number}");

    /// <summary>Whether a reward has not fitted into the budget any more: 1, else 0.</summary>
    /// <summary>The count of one customer's events of a name that the customer's own record has no room for.</summary>
    internal static RecordKey EventName(CustomerId customer, string name) =>
        RecordKey.Of(RecordKind.Activity, $"events:{ContentHash.Of(name)}:{customer}");

    internal static RecordKey BudgetUsedUp(Unit unit) => RecordKey.Of(RecordKind.Counter, $"{Hot}budget-used-up:{unit}");

    /// <summary>Which versions of the program have decided.</summary>
    internal static RecordKey Versions { get; } = RecordKey.Of(RecordKind.ProgramVersions, "decided");

    /// <summary>How many codes the program has issued.</summary>
    internal static RecordKey CodesIssued { get; } = RecordKey.Of(RecordKind.Counter, $"{Hot}codes");

    /// <summary>
    /// Counts the event of a decision that changes nothing else; many counters, so that refusals do not wait for each other. The number
    /// follows from the key.
    /// </summary>
    internal static StoreOperation Traceless(string key)
    {
        var hash = Convert.FromHexString(ContentHash.Of(key));
        return StoreOperation.Add(
            RecordKey.Of(RecordKind.Counter, $"{Hot}traceless:{hash[0] % 64:D2}"), 1 + (BitConverter.ToInt32(hash, 1) & 0x3FFFFFFF));
    }

    internal static RecordKey Budget(Unit unit) => RecordKey.Of(RecordKind.Counter, $"{Hot}budget:{unit}");
}
