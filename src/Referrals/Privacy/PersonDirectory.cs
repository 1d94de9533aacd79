using Referrals.Codes;
using Referrals.Serialization;
using Referrals.State;
using Referrals.Storage;

namespace Referrals.Privacy;

/// <summary>
/// Gives every person a random surrogate, and knows which is whose. Events, facts, ledger, chains and counters hold surrogates only; once
/// the directory has forgotten a person, nothing leads back, and all of them verify as before.
/// </summary>
/// <remarks>
/// A person's id stands nowhere but in the value of one record, which is replaced by an empty one. The key of the other one is a keyed hash
/// of the id. A visitor's surrogate is such a hash itself: nobody ever asks back for a visitor.
/// </remarks>
internal sealed class PersonDirectory
{
    private const string Prefix = "p-";
    private const int MaxAttempts = 16;

    private readonly IReferralStore _store;
    private readonly Partition _partition;
    private readonly PersonSeal _seal;
    private readonly ICodeRandomness _randomness;
    private readonly Dictionary<CustomerId, CustomerId> _found = [];

    internal PersonDirectory(IReferralStore store, Partition partition, PersonSeal seal, ICodeRandomness randomness)
    {
        _store = store;
        _partition = partition;
        _seal = seal;
        _randomness = randomness;
    }

    internal VisitorId SurrogateOf(VisitorId visitor) => VisitorId.From("v-" + _seal.Of("visitor", _partition, visitor.Value));

    /// <summary>The surrogate of a person; <c>null</c> for one who is not known.</summary>
    internal async ValueTask<CustomerId?> FindAsync(CustomerId customer, CancellationToken cancellationToken)
    {
        if ((await ReadAsync(KeyOf(customer), cancellationToken).ConfigureAwait(false))?.Record.Other is not { } surrogate)
        {
            return null;
        }

        _found[customer] = CustomerId.From(surrogate);
        return _found[customer];
    }

    /// <summary>The surrogate of a person, made now if there is none. An erased person who comes back is a new one.</summary>
    internal async ValueTask<CustomerId> SurrogateOfAsync(CustomerId customer, CancellationToken cancellationToken)
    {
        if (_found.TryGetValue(customer, out var found))
        {
            return found;
        }

        var key = KeyOf(customer);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var known = await ReadAsync(key, cancellationToken).ConfigureAwait(false);
            if (known?.Record.Other is { } surrogate)
            {
                return CustomerId.From(surrogate);
            }

            var next = Prefix + _randomness.NextBits().ToString("x16", null) + _randomness.NextBits().ToString("x16", null);
            var outcome = await _store.CommitAsync(
                CommitBatch.Of(
                    _partition,
                    [
                        known is { } erased
                            ? StoreOperation.Replace(key, erased.Version, Content(key, erased.Version + 1, next))
                            : StoreOperation.Insert(key, Content(key, 1, next)),
                        StoreOperation.Insert(StateKeys.Person(next), Content(StateKeys.Person(next), 1, customer.Value)),
                    ]),
                cancellationToken).ConfigureAwait(false);
            if (outcome.Status == CommitStatus.Committed)
            {
                return CustomerId.From(next);
            }
        }

        throw new ReferralsException("A person's surrogate could not be stored: others were faster too many times in a row. Report the input again.");
    }

    /// <summary>The id of the person behind a surrogate; <c>null</c> if the person was erased or never was.</summary>
    internal async ValueTask<CustomerId?> PersonOfAsync(CustomerId surrogate, CancellationToken cancellationToken) =>
        (await ReadAsync(StateKeys.Person(surrogate.Value), cancellationToken).ConfigureAwait(false))?.Record.Other is { } id
            ? CustomerId.From(id)
            : null;

    /// <summary>The persons behind surrogates, as far as they were not erased.</summary>
    internal async ValueTask<Dictionary<CustomerId, CustomerId>> PersonsOfAsync(
        IReadOnlyCollection<CustomerId> surrogates, CancellationToken cancellationToken)
    {
        var keys = surrogates.Select(static surrogate => StateKeys.Person(surrogate.Value)).ToArray();
        var snapshot = await _store.LoadAsync(_partition, keys, cancellationToken).ConfigureAwait(false);
        var persons = new Dictionary<CustomerId, CustomerId>(surrogates.Count);
        foreach (var surrogate in surrogates)
        {
            if (snapshot.Find(StateKeys.Person(surrogate.Value)) is { } record
                && ((PersonRecord)RecordJson.Read(RecordKind.Person, record.Content.Value)).Other is { } id)
            {
                persons[surrogate] = CustomerId.From(id);
            }
        }

        return persons;
    }

    /// <summary>Forgets whose a surrogate is, both ways, in one commit.</summary>
    internal async ValueTask ForgetAsync(CustomerId customer, CustomerId surrogate, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var operations = new List<StoreOperation>();
            foreach (var (key, other) in ((RecordKey, string)[])[(KeyOf(customer), surrogate.Value), (StateKeys.Person(surrogate.Value), customer.Value)])
            {
                if (await ReadAsync(key, cancellationToken).ConfigureAwait(false) is { } found && found.Record.Other == other)
                {
                    operations.Add(StoreOperation.Replace(key, found.Version, Content(key, found.Version + 1, null)));
                }
            }

            if (operations.Count == 0
                || (await _store.CommitAsync(CommitBatch.Of(_partition, operations), cancellationToken).ConfigureAwait(false)).Status
                    == CommitStatus.Committed)
            {
                return;
            }
        }

        throw new ReferralsException("The person could not be forgotten: others were faster too many times in a row. Call EraseAsync again.");
    }

    /// <summary>Whether a name is one that the directory has drawn.</summary>
    internal static bool IsSurrogate(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Under which key the surrogate of a person stands.</summary>
    internal static RecordKey KeyOf(PersonSeal seal, Partition partition, string id) => StateKeys.Person("s-" + seal.Of("person", partition, id));

    /// <summary>One half of what joins a person to the surrogate, with its seal.</summary>
    internal static RecordContent Content(PersonSeal seal, Partition partition, RecordKey key, long version, string? other) =>
        RecordContent.Of(RecordJson.Write(new PersonRecord
        {
            Other = other,
            Seal = seal.Of("record", partition, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{key.Id}:{version}:{other is not null}:{other}")),
        }));

    private RecordContent Content(RecordKey key, long version, string? other) => Content(_seal, _partition, key, version, other);

    private RecordKey KeyOf(CustomerId customer) => KeyOf(_seal, _partition, customer.Value);

    private async ValueTask<(PersonRecord Record, long Version)?> ReadAsync(RecordKey key, CancellationToken cancellationToken)
    {
        var snapshot = await _store.LoadAsync(_partition, [key], cancellationToken).ConfigureAwait(false);
        return snapshot.Find(key) is { } record
            ? ((PersonRecord)RecordJson.Read(RecordKind.Person, record.Content.Value), record.Version)
            : null;
    }
}
