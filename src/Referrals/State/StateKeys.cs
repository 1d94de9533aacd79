using Referrals.Codes;
using Referrals.Ledger;
using Referrals.Storage;

namespace Referrals.State;

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

    internal static RecordKey Message(string key) => RecordKey.Of(RecordKind.Message, key);

    internal static RecordKey Referred(CustomerId referrer) => RecordKey.Of(RecordKind.Counter, $"referred:{referrer}");

    internal static RecordKey Uses(ReferralCode code) => RecordKey.Of(RecordKind.Counter, $"uses:{code}");

    internal static RecordKey Balance(LedgerAccount account, Unit unit, CustomerId owner) =>
        RecordKey.Of(RecordKind.Counter, $"balance:{account}:{unit}:{owner}");

    internal static RecordKey Cap(string rule, string period, CustomerId owner) =>
        RecordKey.Of(RecordKind.Counter, $"{CapPrefix(rule)}{period}:{owner}");

    /// <summary>What the caps of a rule have in common.</summary>
    internal static string CapPrefix(string rule) => $"cap:{rule}:";

    /// <summary>How many codes the program has issued.</summary>
    internal static RecordKey CodesIssued { get; } = RecordKey.Of(RecordKind.Counter, $"{Hot}codes");

    internal static RecordKey Budget(Unit unit) => RecordKey.Of(RecordKind.Counter, $"{Hot}budget:{unit}");
}
