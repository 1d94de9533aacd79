using Referrals.Qualification.Guards.Findings;
using Referrals.State;

namespace Referrals.Deciding.Inputs;

/// <summary>Remembers which customers showed which signals.</summary>
internal static class ShownSignals
{
    /// <summary>What is known of each hash before the input.</summary>
    internal static Dictionary<string, SignalHistory> Seen(DecisionDraft draft, IEnumerable<string> hashes) => hashes.ToDictionary(
        static hash => hash,
        hash => draft.Read<SignalHistory>(StateKeys.Signal(hash)) ?? SignalHistory.None,
        StringComparer.Ordinal);

    /// <summary>The customer with these hashes among its own, the latest kept.</summary>
    internal static CustomerState Known(CustomerState customer, PersonSignals? signals) => signals is null ? customer : customer with
    {
        Signals = customer.Signals.Except(signals.Hashes).Concat(signals.Hashes).TakeLast(CustomerState.MaxSignals).ToValueList(),
    };

    /// <summary>Writes that the customer showed these hashes.</summary>
    /// <param name="draft">The decision.</param>
    /// <param name="customer">Who.</param>
    /// <param name="hashes">What.</param>
    /// <param name="referral">The customer's referral, if there is one.</param>
    internal static void Keep(DecisionDraft draft, CustomerId customer, IEnumerable<string> hashes, ReferralState? referral)
    {
        foreach (var hash in hashes)
        {
            Keep(draft, StateKeys.Signal(hash), customer, referral?.Referrers ?? []);
        }
    }

    /// <summary>Writes that a customer signed up as the referral of a referrer.</summary>
    internal static void KeepReferral(DecisionDraft draft, CustomerId referee, CustomerId referrer) =>
        Keep(draft, StateKeys.ReferredLately(referrer), referee, referrers: []);

    private static void Keep(DecisionDraft draft, Storage.RecordKey key, CustomerId customer, ValueList<CustomerId> referrers)
    {
        var before = draft.Read<SignalHistory>(key) ?? SignalHistory.None;
        var after = before.With(new SignalShowing { Customer = customer, At = draft.At, Referrers = referrers });
        if (after != before)
        {
            draft.Write(key, after);
        }
    }
}
