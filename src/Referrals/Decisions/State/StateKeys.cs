using Referrals.Codes;
using Referrals.Ledger;
using Referrals.Storage;

namespace Referrals;

/// <summary>Under which keys state is kept. Where a key has several parts, <see cref="KeyText"/> puts them together.</summary>
internal static class StateKeys
{
    /// <summary>
    /// Counters of a whole program are written by every worker; the tilde sorts them behind all others, so that they are locked
    /// last and shortest.
    /// </summary>
    private const char Hot = '~';

    internal static RecordKey Event(string key) => RecordKey.Of(RecordKind.Event, key);

    /// <summary>An idempotency key of the application; it leads to the input that it was given for.</summary>
    internal static RecordKey Key(string key) => RecordKey.Of(RecordKind.Key, key);

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
    internal static RecordKey ReferredLately(CustomerId referrer) => RecordKey.Of(RecordKind.Signal, KeyText.Of("referrer", referrer.Value));

    internal static RecordKey Account(Unit unit, CustomerId owner) => RecordKey.Of(RecordKind.Account, KeyText.Of("account", unit.ToString(), owner.Value));

    internal static RecordKey Payout(PayoutId id) => RecordKey.Of(RecordKind.Payout, id.Value);

    internal static RecordKey Redemption(string id) => RecordKey.Of(RecordKind.Redemption, id);

    /// <summary>How many payouts a batch has had for a customer and unit.</summary>
    internal static RecordKey PayoutsOf(string batch, CustomerId customer, Unit unit) =>
        RecordKey.Of(RecordKind.Counter, KeyText.Of("payouts", batch, unit.ToString(), customer.Value));

    internal static RecordKey Referred(CustomerId referrer) => RecordKey.Of(RecordKind.Counter, KeyText.Of("referred", referrer.Value));

    internal static RecordKey Uses(ReferralCode code) => RecordKey.Of(RecordKind.Counter, KeyText.Of("uses", code.Value));

    internal static RecordKey Balance(LedgerAccount account, Unit unit, CustomerId owner) =>
        RecordKey.Of(RecordKind.Counter, KeyText.Of("balance", account.ToString(), unit.ToString(), owner.Value));

    /// <summary>A number that rules ask for; the whole program's own are hot.</summary>
    /// <param name="name">The number's name, composed by <see cref="KeyText"/>, so that it holds no slash of its own.</param>
    /// <param name="period">The period.</param>
    /// <param name="owner">Whose number; <c>null</c> for the program's own.</param>
    internal static RecordKey Tally(string name, string period, string? owner) =>
        RecordKey.Of(RecordKind.Counter, owner is null ? $"{Hot}{name}" : KeyText.Bounded($"{TallyPrefix(name)}{KeyText.Part(period)}/{KeyText.Part(owner)}"));

    /// <summary>How the key of a number begins that somebody owns.</summary>
    internal static string TallyPrefix(string name) => $"tally/{name}/";

    /// <summary>The entries of a number over a trailing time.</summary>
    internal static RecordKey Activity(string name, string? owner) => RecordKey.Of(RecordKind.Activity, KeyText.Bounded($"{name}/{KeyText.Part(owner)}"));

    /// <summary>What a number was before it was taken back, while a step that it reached is kept.</summary>
    internal static RecordKey Fallen(string number) => RecordKey.Of(RecordKind.Activity, KeyText.Bounded($"fallen:{number}"));

    /// <summary>The marks that were paid on a number.</summary>
    internal static RecordKey Marks(string number) => RecordKey.Of(RecordKind.Activity, KeyText.Bounded($"marks:{number}"));

    /// <summary>The count of one customer's events of a name that the customer's own record has no room for.</summary>
    internal static RecordKey EventName(CustomerId customer, string name) =>
        RecordKey.Of(RecordKind.Activity, KeyText.Of("events", name, customer.Value));

    /// <summary>Whether a reward has not fitted into the budget any more: 1, else 0.</summary>
    internal static RecordKey BudgetUsedUp(Unit unit) => RecordKey.Of(RecordKind.Counter, $"{Hot}{KeyText.Of("budget-used-up", unit.ToString())}");

    /// <summary>Which versions of the program have decided.</summary>
    internal static RecordKey Versions { get; } = RecordKey.Of(RecordKind.ProgramVersions, "decided");

    /// <summary>A version of the program that is kept in the store.</summary>
    internal static RecordKey StoredProgram(int version) =>
        RecordKey.Of(RecordKind.Program, version.ToString(System.Globalization.CultureInfo.InvariantCulture));

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

    internal static RecordKey Budget(Unit unit) => RecordKey.Of(RecordKind.Counter, $"{Hot}{KeyText.Of("budget", unit.ToString())}");
}
