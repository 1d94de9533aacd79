using NodaTime;
using Referrals.Qualification.Guards.Findings;
using Referrals.State;
using Referrals.State.Guarding;

namespace Referrals.Deciding.Inputs;

/// <summary>Remembers which customers showed which signals.</summary>
internal static class ShownSignals
{
    /// <summary>What is known of each hash before the input.</summary>
    internal static Dictionary<string, IReadOnlyList<SignalShowing>> Seen(DecisionDraft draft, IEnumerable<string> hashes) => hashes.ToDictionary(
        static hash => hash,
        hash => (IReadOnlyList<SignalShowing>)(draft.Read<SignalState>(StateKeys.Signal(hash))?.Showings ?? []),
        StringComparer.Ordinal);

    /// <summary>The customer with these hashes among its own, the latest kept.</summary>
    internal static CustomerState Known(CustomerState customer, PersonSignals? signals) => signals is null ? customer : customer with
    {
        Signals = customer.Signals.Except(signals.Hashes).Concat(signals.Hashes).TakeLast(CustomerState.MaxSignals).ToValueList(),
    };

    /// <summary>Writes that the customer showed these hashes.</summary>
    internal static void Keep(DecisionDraft draft, CustomerId customer, IEnumerable<string> hashes, CustomerId? referrer)
    {
        foreach (var hash in hashes)
        {
            Keep(draft, StateKeys.Signal(hash), customer, draft.At, referrer);
        }
    }

    /// <summary>Writes that a customer signed up as the referral of a referrer.</summary>
    internal static void KeepReferral(DecisionDraft draft, CustomerId referee, CustomerId referrer) =>
        Keep(draft, StateKeys.ReferredLately(referrer), referee, draft.At, referrer);

    private static void Keep(DecisionDraft draft, Storage.RecordKey key, CustomerId customer, Instant at, CustomerId? referrer)
    {
        var before = draft.Read<SignalState>(key) ?? new SignalState();
        var after = before.With(new SignalShowing { Customer = customer, At = at, Referrer = referrer });
        if (after != before)
        {
            draft.Write(key, after);
        }
    }
}
