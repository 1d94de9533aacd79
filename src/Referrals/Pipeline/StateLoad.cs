using Referrals.Codes;
using Referrals.Serialization;
using Referrals.Sharing;
using Referrals.Storage;

namespace Referrals.Pipeline;

/// <summary>The part of a program's state that one decision needs, as it is loaded step by step.</summary>
internal sealed class StateLoad
{
    private readonly IReferralStore _store;
    private readonly Partition _partition;
    private readonly Dictionary<RecordKey, StateEntry> _entries = [];
    private readonly Dictionary<RecordKey, StoredRecord> _records = [];

    private StateLoad(IReferralStore store, Partition partition)
    {
        _store = store;
        _partition = partition;
        Known = ProgramState.Partial(_entries);
    }

    internal ProgramState Known { get; }

    /// <summary>What was loaded, apart from events.</summary>
    internal IReadOnlyDictionary<RecordKey, StateEntry> Entries => _entries;

    internal static async ValueTask<StateLoad> StartAsync(
        IReferralStore store, Partition partition, IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken)
    {
        var load = new StateLoad(store, partition);
        await load.LoadAsync(keys, cancellationToken).ConfigureAwait(false);
        return load;
    }

    internal async ValueTask LoadAsync(IReadOnlyList<RecordKey> keys, CancellationToken cancellationToken)
    {
        var snapshot = await _store.LoadAsync(_partition, keys, cancellationToken).ConfigureAwait(false);
        foreach (var key in keys)
        {
            var record = snapshot.Find(key);
            if (record is not null)
            {
                _records[key] = record;
            }

            if (key.Kind != RecordKind.Event || record is null)
            {
                _entries[key] = Entry(record);
            }
        }
    }

    /// <summary>Decides an input on what is loaded, loading what it misses.</summary>
    internal async ValueTask<Decision> DecideAsync(
        ReferralDecider decider, ReferralInput input, IReadOnlyList<ReferralCode> codes, CancellationToken cancellationToken)
    {
        var answers = new Dictionary<CustomCall, object?>();
        while (true)
        {
            if (decider.TryDecide(Known, input, codes, answers, out var missing) is { } decision)
            {
                return decision;
            }

            await LoadAsync(missing, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Lets a record be known as it is not stored, or not yet.</summary>
    internal void Add(RecordKey key, StateEntry entry) => _entries[key] = entry;

    internal StoredEvent? Event(string key) =>
        _records.TryGetValue(StateKeys.Event(key), out var record) ? RecordJson.ReadEvent(record.Content.Value) : null;

    /// <summary>What was loaded under a key, as it is stored; <c>null</c> if there is nothing.</summary>
    internal RecordContent? Content(RecordKey key) => _records.GetValueOrDefault(key)?.Content;

    private static StateEntry Entry(StoredRecord? record) => record is null ? default
        : record.Key.Kind == RecordKind.Counter ? new StateEntry(null, record.Version, record.Number)
        : new StateEntry(RecordJson.Read(record.Key.Kind, record.Content.Value), record.Version);
}

/// <summary>
/// The keys that an input is sure to need, so that the first load already has them. Only a saving of round trips: what is missing
/// here is asked for by the decision itself.
/// </summary>
internal static class ExpectedKeys
{
    internal static List<RecordKey> Of(ProgramVersions programs, LinkReader links, ReferralInput input, IReadOnlyList<ReferralCode> codes)
    {
        var keys = new List<RecordKey>(8) { StateKeys.Event(input.Key), StateKeys.Versions };
        Add(keys, input.ExplicitKey, StateKeys.Key);
        switch (input)
        {
            case Enrollment enrollment:
                keys.Add(StateKeys.Customer(enrollment.Customer));
                keys.Add(StateKeys.CodesIssued);
                Add(keys, enrollment.Signals);
                keys.AddRange(codes.Select(StateKeys.Code));
                break;
            case Share share:
                keys.Add(StateKeys.Share(share.Id));
                keys.Add(StateKeys.Customer(share.Referrer));
                break;
            case Touch touch:
                keys.Add(StateKeys.Visitor(touch.Visitor));
                Add(keys, touch.ShareId, StateKeys.Share);
                AddCode(keys, programs, touch.LinkOrCode is { } text ? links.CodeText(text) : null);
                break;
            case Identification identification:
                keys.Add(StateKeys.Visitor(identification.Visitor));
                keys.Add(StateKeys.Customer(identification.Customer));
                break;
            case SignUp signUp:
                keys.Add(StateKeys.Customer(signUp.Customer));
                AddIf(keys, signUp.Visitor, StateKeys.Visitor);
                AddIf(keys, signUp.Referrer, StateKeys.Customer);
                AddCode(keys, programs, signUp.Code is { } typed ? links.CodeText(typed) : null);
                keys.Add(StateKeys.Referred(signUp.Customer));
                Add(keys, signUp.Signals);
                break;
            case Conversion conversion:
                keys.Add(StateKeys.Conversion(conversion.Id));
                keys.Add(StateKeys.Customer(conversion.Customer));
                Add(keys, conversion.Signals);
                break;
            case CatchUp waited:
                keys.Add(StateKeys.Customer(waited.Customer));
                keys.Add(StateKeys.Conversion(waited.ConversionId));
                break;
            case Refund refund:
                keys.Add(StateKeys.Conversion(refund.ConversionId));
                break;
            case RefundCancellation cancellation:
                keys.Add(StateKeys.Conversion(cancellation.ConversionId));
                break;
            case Amendment amendment:
                keys.Add(StateKeys.Conversion(amendment.Conversion.Id));
                keys.Add(StateKeys.Customer(amendment.Conversion.Customer));
                break;
            case Vesting vesting:
                keys.Add(StateKeys.Reward(vesting.Reward));
                break;
            case ReferralReview review:
                keys.Add(StateKeys.Customer(review.Referee));
                break;
            case ReferralDeadline deadline:
                keys.Add(StateKeys.Customer(deadline.Referee));
                break;
            case ReferralReinstatement reinstatement:
                keys.Add(StateKeys.Customer(reinstatement.Referee));
                break;
            case ReferrerBan ban:
                keys.Add(StateKeys.Customer(ban.Customer));
                break;
            case RewardReview review:
                keys.Add(StateKeys.Reward(review.Reward));
                break;
            case ReviewDeadline deadline:
                keys.Add(StateKeys.Reward(deadline.Reward));
                break;
            case Redemption redemption:
                keys.Add(StateKeys.Account(redemption.Amount.Unit, redemption.Customer));
                break;
            case ManualReward manual:
                keys.Add(StateKeys.Customer(manual.Customer));
                keys.Add(StateKeys.Account(manual.Amount.Unit, manual.Customer));
                break;
            case Clawback clawback:
                keys.Add(StateKeys.Reward(clawback.Reward));
                break;
            case RedemptionCancellation cancelled:
                keys.Add(StateKeys.Redemption(cancelled.RedemptionId));
                break;
            case PayoutStart start:
                keys.Add(StateKeys.Account(start.Unit, start.Customer));
                keys.Add(StateKeys.PayoutsOf(start.Batch, start.Customer, start.Unit));
                break;
            case PayoutConfirmation confirmation:
                keys.Add(StateKeys.Payout(confirmation.Payout));
                break;
            case PayoutFailure failure:
                keys.Add(StateKeys.Payout(failure.Payout));
                break;
            case PayoutReturn returned:
                keys.Add(StateKeys.Payout(returned.Payout));
                break;
            case Expiration expiration:
                keys.Add(StateKeys.Account(expiration.Unit, expiration.Customer));
                break;
            case SurveyAnswer answer:
                keys.Add(StateKeys.Customer(answer.Customer));
                break;
            default:
                break;
        }

        return keys;
    }

    /// <summary>The first key under which a text could be a code; nearly always it is that one.</summary>
    private static void AddCode(List<RecordKey> keys, ProgramVersions programs, string? text)
    {
        if (text is not null)
        {
            keys.AddRange(CodeLookup.Keys(programs, text).Take(1).Select(StateKeys.Code));
        }
    }

    private static void Add(List<RecordKey> keys, PersonSignals? signals) =>
        keys.AddRange(signals?.Hashes.Select(StateKeys.Signal) ?? []);

    private static void Add(List<RecordKey> keys, string? id, Func<string, RecordKey> key)
    {
        if (id is not null)
        {
            keys.Add(key(id));
        }
    }

    private static void AddIf<TId>(List<RecordKey> keys, TId? id, Func<TId, RecordKey> key)
        where TId : struct
    {
        if (id is { } value)
        {
            keys.Add(key(value));
        }
    }
}
