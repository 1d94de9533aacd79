using Referrals.Qualification.Guards;

namespace Referrals.Serialization.Programs.Guards;

/// <summary>The names that guards and their values have in JSON.</summary>
internal static class GuardNames
{
    internal const string Missing = "missing";
    internal const string ExistingCustomer = "existingCustomer";
    internal const string AlreadyReferred = "alreadyReferred";
    internal const string ReferralAfterOrder = "referralAfterOrder";
    internal const string ReferralsPerReferrer = "referralsPerReferrer";
    internal const string CustomersPerSignal = "customersPerSignal";
    internal const string BlockedDomains = "blockedDomains";
    internal const string DisposableDomains = "disposableDomains";
    internal const string BlockedSource = "blockedSource";
    internal const string Custom = "custom";
    internal const string BannedReferrers = "bannedReferrers";

    /// <summary>The guards that compare signals, each with its kind and its usual action.</summary>
    internal static readonly (string Name, (SignalKind Kind, GuardAction Action) Value)[] Shared =
    [
        ("sameEmail", (SignalKind.Email, GuardAction.Refuse)),
        ("samePhone", (SignalKind.Phone, GuardAction.Refuse)),
        ("sharedPayment", (SignalKind.Payment, GuardAction.Hold)),
        ("sharedDevice", (SignalKind.Device, GuardAction.Hold)),
        ("sharedAddress", (SignalKind.Address, GuardAction.Allow)),
    ];

    /// <summary>Every guard with the members that belong to it; <c>guard</c>, <c>action</c> and <c>points</c> belong to all.</summary>
    internal static readonly (string Name, string[] Members)[] Guards =
    [
        .. Shared.Select(static entry => (entry.Name, Members: new[] { "among" })),
        (Missing, ["signal"]),
        (ExistingCustomer, ["events", "guests"]),
        (AlreadyReferred, []),
        (ReferralAfterOrder, ["events"]),
        (ReferralsPerReferrer, ["limit", "within"]),
        (CustomersPerSignal, ["signal", "limit", "within"]),
        (BlockedDomains, ["domains", "list"]),
        (DisposableDomains, ["domains", "list"]),
        (BannedReferrers, ["customers"]),
        (Custom, ["name"]),
        (BlockedSource, ["attribute", "values"]),
    ];

    internal static readonly (string Name, SignalKind Value)[] Signals =
    [
        ("email", SignalKind.Email),
        ("phone", SignalKind.Phone),
        ("payment", SignalKind.Payment),
        ("device", SignalKind.Device),
        ("address", SignalKind.Address),
    ];

    internal static readonly (string Name, SignalScope Value)[] Scopes =
        [("referrer", SignalScope.Referrer), ("referees", SignalScope.Referees), ("program", SignalScope.Program)];

    internal static readonly (string Name, GuardAction Value)[] Actions =
        [("allow", GuardAction.Allow), ("hold", GuardAction.Hold), ("refuse", GuardAction.Refuse)];
}
