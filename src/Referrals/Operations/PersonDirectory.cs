using System.Security.Cryptography;
using System.Text;
using Referrals.Codes;
using Referrals.Serialization;
using Referrals.Storage;

namespace Referrals.Operations;

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

    /// <summary>Whether a person was forgotten before, and may have come back since.</summary>
    internal async ValueTask<bool> WasForgottenAsync(CustomerId customer, CancellationToken cancellationToken) =>
        await ReadAsync(KeyOf(customer), cancellationToken).ConfigureAwait(false) is { } found && (found.Version > 1 || found.Record.Other is null);

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

/// <summary>Keyed hashes of ids, so that what is stored tells nothing to whoever has the store but not the key.</summary>
internal sealed class PersonSeal
{
    private const int MinKeyBytes = 32;
    private readonly byte[] _key;

    internal PersonSeal(ReadOnlySpan<byte> key) => _key = key.Length >= MinKeyBytes
        ? key.ToArray()
        : throw new ArgumentException($"The key of surrogates has at least {MinKeyBytes} bytes; this one has {key.Length}.", nameof(key));

    /// <summary>128 bits of HMAC-SHA256 over purpose, tenant and id, as 32 hexadecimal digits.</summary>
    internal string Of(string purpose, Partition partition, string id)
    {
        var text = string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"{purpose.Length}:{purpose}{partition.ToString().Length}:{partition}{id}");
        return Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }
}

/// <summary>Puts surrogates in the place of the persons and visitors of an input.</summary>
internal static class SurrogateInputs
{
    /// <summary>No surrogate looks like this.</summary>
    private static readonly CustomerId Nobody = CustomerId.From("nobody");

    /// <summary>The input as it is decided and stored.</summary>
    /// <param name="directory">Knows the surrogates.</param>
    /// <param name="words">What may be stored of an e-mail domain.</param>
    /// <param name="input">The input as the application reports it.</param>
    /// <param name="erased">Of whom it was when it was told before, if they were erased since: then it is theirs, and nobody new's.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    internal static ValueTask<ReferralInput> OfAsync(
        PersonDirectory directory, ProgramWords words, ReferralInput input, ErasedPersons? erased, CancellationToken cancellationToken) =>
        PutAsync(
            directory,
            words,
            input,
            owner => erased?.Owner is { } before ? ValueTask.FromResult(before) : directory.SurrogateOfAsync(owner, cancellationToken),
            referrer => erased?.Referrer is { } before ? ValueTask.FromResult(before) : directory.SurrogateOfAsync(referrer, cancellationToken),
            async payee => erased?.Owner ?? await directory.FindAsync(payee, cancellationToken).ConfigureAwait(false) ?? Nobody);

    /// <summary>Under which key an input would be stored, as far as its persons are known; it makes nobody known.</summary>
    internal static async ValueTask<string> KeyOfAsync(
        PersonDirectory directory, ProgramWords words, ReferralInput input, CancellationToken cancellationToken)
    {
        return (await PutAsync(directory, words, input, FindAsync, FindAsync, FindAsync).ConfigureAwait(false)).Key;

        async ValueTask<CustomerId> FindAsync(CustomerId customer) =>
            await directory.FindAsync(customer, cancellationToken).ConfigureAwait(false) ?? Nobody;
    }

    private static async ValueTask<ReferralInput> PutAsync(
        PersonDirectory directory,
        ProgramWords words,
        ReferralInput input,
        Func<CustomerId, ValueTask<CustomerId>> personAsync,
        Func<CustomerId, ValueTask<CustomerId>> referrerAsync,
        Func<CustomerId, ValueTask<CustomerId>> payeeAsync)
    {
        switch (input)
        {
            case Enrollment one:
                return one with { Customer = await personAsync(one.Customer).ConfigureAwait(false), Signals = Listed(one.Signals) };
            case Share one:
                return one with { Referrer = await personAsync(one.Referrer).ConfigureAwait(false) };
            case Touch one:
                return one with { Visitor = directory.SurrogateOf(one.Visitor) };
            case Identification one:
                return one with
                {
                    Visitor = directory.SurrogateOf(one.Visitor),
                    Customer = await personAsync(one.Customer).ConfigureAwait(false),
                };
            case SignUp one:
                return one with
                {
                    Customer = await personAsync(one.Customer).ConfigureAwait(false),
                    Visitor = one.Visitor is { } visitor ? directory.SurrogateOf(visitor) : null,
                    Referrer = one.Referrer is { } referrer ? await referrerAsync(referrer).ConfigureAwait(false) : null,
                    Signals = Listed(one.Signals),
                };
            case Conversion one:
                return one with { Customer = await personAsync(one.Customer).ConfigureAwait(false), Signals = Listed(one.Signals) };
            case Amendment one:
                return one with { Conversion = one.Conversion with { Customer = await personAsync(one.Conversion.Customer).ConfigureAwait(false) } };
            case SurveyAnswer one:
                return one with { Customer = await personAsync(one.Customer).ConfigureAwait(false) };
            case CustomerUpdate one:
                return one with { Customer = await personAsync(one.Customer).ConfigureAwait(false) };
            case RewardChoice one:
                return one with { Customer = await personAsync(one.Customer).ConfigureAwait(false) };
            case ReferralReview one:
                return one with { Referee = await personAsync(one.Referee).ConfigureAwait(false) };
            case ReferralDeadline one:
                return one with { Referee = await personAsync(one.Referee).ConfigureAwait(false) };
            case ReferralReinstatement one:
                return one with { Referee = await personAsync(one.Referee).ConfigureAwait(false) };
            case ReferrerBan one:
                return one with { Customer = await personAsync(one.Customer).ConfigureAwait(false) };
            case Redemption one:
                return one with { Customer = await personAsync(one.Customer).ConfigureAwait(false) };
            case ManualReward one:
                return one with { Customer = await payeeAsync(one.Customer).ConfigureAwait(false) };
            case PayoutStart one:
                // A payout makes nobody known: a stranger, or somebody who was erased, keeps a name under which nothing is stored.
                return one with { Customer = await payeeAsync(one.Customer).ConfigureAwait(false) };
            case Expiration one:
                return one with { Customer = await personAsync(one.Customer).ConfigureAwait(false) };
            case CodeChange one:
                return one with { OnlyFor = one.OnlyFor is { } only ? await personAsync(only).ConfigureAwait(false) : null };
            case Refund or RefundCancellation or ProgramCost or Vesting or RewardReview or ReviewDeadline or Erasure or CatchUp
                or PayoutConfirmation or PayoutFailure or PayoutReturn or RedemptionCancellation or Clawback or ProgramChange:
                return input;
            default:
                throw new InvalidOperationException($"It is not known which persons a {input.GetType().Name} names.");
        }

        PersonSignals? Listed(PersonSignals? signals) => signals is null ? null : signals with { EmailDomain = words.DomainOf(signals.EmailDomain) };
    }

    /// <summary>Whom an input names besides the one whose it is; <c>null</c> for nobody.</summary>
    internal static CustomerId? ReferrerOf(ReferralInput input) => (input as SignUp)?.Referrer;

    /// <summary>Whose input it is; <c>null</c> for inputs of nobody.</summary>
    internal static CustomerId? PersonOf(ReferralInput input) => input switch
    {
        Enrollment one => one.Customer,
        Share one => one.Referrer,
        Identification one => one.Customer,
        SignUp one => one.Customer,
        Conversion one => one.Customer,
        Amendment one => one.Conversion.Customer,
        SurveyAnswer one => one.Customer,
        CustomerUpdate one => one.Customer,
        RewardChoice one => one.Customer,
        ReferralReview one => one.Referee,
        ReferralDeadline one => one.Referee,
        ReferralReinstatement one => one.Referee,
        ReferrerBan one => one.Customer,
        Redemption one => one.Customer,
        ManualReward one => one.Customer,
        PayoutStart one => one.Customer,
        Expiration one => one.Customer,
        CodeChange one => one.OnlyFor,
        _ => null,
    };
}

/// <summary>Of whom an input was that was told before, under the names that are stored; only those who were erased since.</summary>
/// <param name="Owner">Whose input it was.</param>
/// <param name="Referrer">Whom it named as the referrer.</param>
internal sealed record ErasedPersons(CustomerId? Owner, CustomerId? Referrer);
