using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Referrals.Events;
using Referrals.Pipeline;
using Referrals.Serialization;
using Referrals.Storage;

namespace Referrals.Operations;

/// <summary>
/// Takes what a person has told, segment and attributes, out of everything that was stored on the way: inputs, explanations, facts, and messages
/// that wait for delivery. Outcomes, amounts and the order of things stay, and the journal can be decided again.
/// </summary>
internal sealed class PersonRedaction
{
    /// <summary>Shorter texts are looked for as a whole only, since they may stand in anything.</summary>
    private const int ShortestPart = 3;

    private readonly IReferralStore _store;
    private readonly Partition _partition;
    private readonly ProgramWords _words;
    private readonly CustomerId _person;
    private readonly HashSet<string> _rewards = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _values = new(StringComparer.Ordinal);

    internal PersonRedaction(IReferralStore store, Partition partition, ProgramWords words, CustomerId person)
    {
        _store = store;
        _partition = partition;
        _words = words;
        _person = person;
    }

    /// <summary>Goes through the journal once. Called again after an end in the middle, it goes over what is done.</summary>
    internal async ValueTask RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var record in ScanAsync(RecordKind.Reward, cancellationToken).ConfigureAwait(false))
        {
            var reward = (RewardState)RecordJson.Read(RecordKind.Reward, record.Content.Value);
            if (reward.Referee == _person)
            {
                _rewards.Add(reward.Id.Value);
            }
        }

        await foreach (var record in ScanAsync(RecordKind.Event, cancellationToken).ConfigureAwait(false))
        {
            var stored = RecordJson.ReadEvent(record.Content.Value);
            if (Redacted(stored) is { } less && EventSeal.Of(record.Content.Value.Span) is { } seal)
            {
                await StoreAsync(record.Key, stored, less, seal, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask StoreAsync(RecordKey key, StoredEvent before, StoredEvent less, EventSeal seal, CancellationToken cancellationToken)
    {
        var json = WithoutValues(less);
        var message = StateKeys.Message(key.Id);
        while (true)
        {
            var waiting = (await _store.LoadAsync(_partition, [message], cancellationToken).ConfigureAwait(false)).Find(message);
            var operations = new List<StoreOperation>();
            var hash = seal.Message;
            if (waiting is not null)
            {
                var source = CloudEvents.Read(waiting).Source;
                var content = waiting.Content with { Value = CloudEvents.Write(source, waiting.Content.Stream!, less.Decision) };
                operations.Add(StoreOperation.Redact(message, content));
                hash = EventSeal.HashOf(content);
            }

            operations.Add(StoreOperation.Redact(key, RecordContent.Of(EventSeal.Put(json, seal.Weight, hash))));
            for (var i = 0; i < less.Decision.Facts.Count; i++)
            {
                var fact = less.Decision.Facts[i];
                if (fact != before.Decision.Facts[i])
                {
                    operations.Add(StoreOperation.Redact(
                        DecisionBatch.FactKey(before.Decision, i), FactRecord.Of(fact)));
                }
            }

            var outcome = await _store.CommitAsync(CommitBatch.Of(_partition, operations), cancellationToken).ConfigureAwait(false);
            if (outcome.Status == CommitStatus.Committed)
            {
                return;
            }

            if (outcome.Conflicts[0] != message)
            {
                throw new ReferralsException($"{outcome.Conflicts[0].Kind} records of the person are gone. Verify the program, and call EraseAsync again.");
            }
        }
    }

    /// <summary>The event without what was told of the person; <c>null</c> if it holds nothing.</summary>
    private StoredEvent? Redacted(StoredEvent stored)
    {
        var input = stored.Input switch
        {
            Enrollment one when one.Customer == _person => one with { Segment = Segment(one.Segment), Attributes = Attributes(one.Attributes) },
            SignUp one when one.Customer == _person => one with { Segment = Segment(one.Segment), Attributes = Attributes(one.Attributes) },
            CustomerUpdate one when one.Customer == _person => one with { Segment = Segment(one.Segment), Attributes = Attributes(one.Attributes) },
            var other => other,
        };
        if (input.Key != stored.Input.Key)
        {
            // What was told stays the same input, under the same key, though it no longer says so.
            input = input with { KeptKey = stored.Input.Key };
        }

        var isTheirs = SurrogateInputs.PersonOf(stored.Input) == _person;
        var facts = stored.Decision.Facts
            .Select(fact => IsOfPerson(fact, isTheirs) ? fact with { Segment = Segment(fact.Segment) } : fact).ToArray();
        var less = StoredEvent.Of(stored.Hash, input, stored.Decision with { Facts = facts });
        var isLess = !facts.SequenceEqual(stored.Decision.Facts);
        var concerns = input != stored.Input || new DecidedInput(stored.Input, stored.Decision).Concerns(_person);
        return isLess || (concerns && HoldsValue(Encoding.UTF8.GetString(RecordJson.Write(stored).Span))) ? less : null;
    }

    /// <summary>
    /// Whether the segment of a fact is the person's: it is always that of the referred customer, also where the fact is about what somebody else
    /// got for them.
    /// </summary>
    private bool IsOfPerson(Fact fact, bool isTheirInput) => fact.Kind switch
    {
        FactKind.RewardGranted or FactKind.RewardVested or FactKind.RewardReversed or FactKind.RewardReviewed or FactKind.RewardShortfall =>
            fact.Subject is { } reward && _rewards.Contains(reward),
        FactKind.TierReached or FactKind.ShadowReward or FactKind.BudgetExhausted => isTheirInput,
        _ => fact.Customer == _person,
    };

    /// <summary>Where nothing of it stays, that there was one does: it has taken the place of the segment before it.</summary>
    private string? Segment(string? segment) => segment is null or ProgramWords.Erased
        ? segment
        : Keep("segment", segment) ?? ProgramWords.Erased;

    private Dictionary<string, string> Attributes(IReadOnlyDictionary<string, string> attributes)
    {
        var kept = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in attributes)
        {
            if (Keep(name, value) is { } stays)
            {
                kept.Add(name, stays);
            }
        }

        return kept;
    }

    private string? Keep(string name, string? value)
    {
        var stays = _words.Of(name, value);
        if (value is not null && stays != value)
        {
            _values[value] = stays;
        }

        return stays;
    }

    private bool HoldsValue(string json) =>
        _values.Keys.Any(value => json.Contains(JsonEncodedText.Encode(value).ToString(), StringComparison.Ordinal));

    /// <summary>The JSON of an event whose explanation does not say the values either.</summary>
    private byte[] WithoutValues(StoredEvent stored)
    {
        var json = JsonNode.Parse(RecordJson.Write(stored).Span)!;
        if (json["decision"]?["explanation"] is { } explanation)
        {
            Replace(explanation);
        }

        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    private void Replace(JsonNode node)
    {
        if (node is JsonArray array)
        {
            for (var i = 0; i < array.Count; i++)
            {
                if (Replaced(array[i]) is { } less && less != array[i])
                {
                    array[i] = less;
                }
            }
        }
        else if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToArray())
            {
                if (Replaced(value) is { } less && less != value)
                {
                    members[name] = less;
                }
            }
        }
    }

    private JsonNode? Replaced(JsonNode? node)
    {
        if (node is JsonValue value && value.TryGetValue<string>(out var text))
        {
            var less = _values.Where(static one => one.Key.Length >= ShortestPart).OrderByDescending(static one => one.Key.Length)
                .Aggregate(_values.TryGetValue(text, out var whole) ? whole ?? ProgramWords.Erased : text, static (rest, one) =>
                    rest.Replace(one.Key, one.Value ?? ProgramWords.Erased, StringComparison.Ordinal));
            return less == text ? node : JsonValue.Create(less);
        }

        if (node is not null)
        {
            Replace(node);
        }

        return node;
    }

    private IAsyncEnumerable<StoredRecord> ScanAsync(RecordKind kind, CancellationToken cancellationToken) =>
        _store.ScanAsync(_partition, kind, ScanRange.All, cancellationToken);
}
