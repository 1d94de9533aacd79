using System.Collections.Immutable;
using NodaTime;
using Referrals.Storage;

namespace Referrals;

/// <summary>
/// What has been stored for a program, as far as a decision needs it. Immutable: a decision gives the next state with
/// <c>After</c>, so a whole history can be decided in memory, in a test or a simulation, without any store.
/// </summary>
public sealed class ProgramState
{
    private readonly IReadOnlyDictionary<RecordKey, StateEntry> _entries;

    private ProgramState(IReadOnlyDictionary<RecordKey, StateEntry> entries, bool isPartial)
    {
        _entries = entries;
        IsPartial = isPartial;
    }

    /// <summary>The state of a program in which nothing has happened yet.</summary>
    public static ProgramState Empty { get; } = new(ImmutableDictionary<RecordKey, StateEntry>.Empty, isPartial: false);

    /// <summary>Whether keys that are not here are unknown, instead of known not to exist.</summary>
    internal bool IsPartial { get; }

    internal static ProgramState Partial(IReadOnlyDictionary<RecordKey, StateEntry> entries) => new(entries, isPartial: true);

    /// <summary>A view of entries that their owner goes on changing: what is not among them does not exist.</summary>
    internal static ProgramState Over(IReadOnlyDictionary<RecordKey, StateEntry> entries) => new(entries, isPartial: false);

    /// <summary>Everything that is known.</summary>
    internal ImmutableDictionary<RecordKey, StateEntry> Entries =>
        _entries as ImmutableDictionary<RecordKey, StateEntry> ?? _entries.ToImmutableDictionary();

    internal bool TryFind(RecordKey key, out StateEntry entry) => _entries.TryGetValue(key, out entry);

    /// <summary>How many payouts the batch of a start has had for its customer.</summary>
    internal long PayoutsOf(PayoutStart start) => TryFind(StateKeys.PayoutsOf(start.Batch, start.Customer, start.Unit), out var entry) ? entry.Number : 0;

    /// <summary>
    /// What the passing of time asks for by an instant, in the order of time: rewards vest, reviews end automatically, rewards expire. Each
    /// input is stamped with the time at which it came due. Deciding one can make others due: ask again after it.
    /// </summary>
    public IEnumerable<ReferralInput> Due(Instant until) => Due(until, static _ => true);

    /// <summary>
    /// What has to have happened before an input is decided that uses somebody's balance: what has come due of it by then, the earliest first. Of
    /// other inputs it is nothing.
    /// </summary>
    /// <exception cref="ArgumentException">The input has no time.</exception>
    public IEnumerable<ReferralInput> DueBefore(ReferralInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var at = input.OccurredAt ?? throw new ArgumentException("The input must have a time; give it one with At(instant).", nameof(input));
        return input.Uses is { } owner ? Due(at, DueItems.ConcerningOwner(owner)) : [];
    }

    private IEnumerable<ReferralInput> Due(Instant until, Func<object, bool> concerns) => _entries
        .Where(entry => DueItems.DueAt(entry.Value.Value) <= until && concerns(entry.Value.Value!))
        .OrderBy(static entry => DueItems.DueAt(entry.Value.Value))
        .ThenBy(static entry => entry.Key)
        .Select(static entry => DueItems.InputOf(entry.Key, entry.Value.Value, entry.Value.Version)!);

    /// <summary>
    /// What asks for the judgment of the first conversion that waited for a customer's sign-up; <c>null</c> where none waits, or there is no
    /// sign-up yet. It is among what is due as well; ask for it right after a sign-up, as the engine does.
    /// </summary>
    public ReferralInput? CatchUpOf(CustomerId customer) =>
        TryFind(StateKeys.Customer(InputText.Check(customer)), out var entry) && DueItems.DueAt(entry.Value) is not null
            ? DueItems.InputOf(StateKeys.Customer(customer), entry.Value, entry.Version) as CatchUp
            : null;

    /// <summary>The code that a referrer has now; <c>null</c> for none.</summary>
    internal string? CodeOf(CustomerId customer) =>
        TryFind(StateKeys.Customer(customer), out var entry) && entry.Value is CustomerState known ? known.Code : null;

    /// <summary>The state after these changes.</summary>
    internal ProgramState After(IEnumerable<StateChange> changes)
    {
        var next = Entries.ToBuilder();
        foreach (var change in changes)
        {
            if (change.Kind != StoreOperationKind.Require)
            {
                if (IsPartial && !next.ContainsKey(change.Key))
                {
                    throw new InvalidOperationException($"A change of a {change.Key.Kind} cannot be applied to a state that does not know it.");
                }

                next[change.Key] = change.AppliedTo(next.GetValueOrDefault(change.Key));
            }
        }

        return new ProgramState(next.ToImmutable(), IsPartial);
    }
}

/// <summary>A record of the state with its version; or a counter's number.</summary>
internal readonly record struct StateEntry
{
    internal StateEntry(object? value, long version, long number = 0)
    {
        Value = value;
        Version = version;
        Number = number;
    }

    /// <summary>The record; <c>null</c> where it is known not to exist, and for counters.</summary>
    public object? Value { get; }

    /// <summary>The record's version; 0 where it does not exist.</summary>
    public long Version { get; }

    /// <summary>A counter's number.</summary>
    public long Number { get; }
}

/// <summary>One change of the state that a decision makes, or a guard that it sets. It changes only while its decision is being made.</summary>
internal sealed record StateChange
{
    public required RecordKey Key { get; init; }

    public required StoreOperationKind Kind { get; set; }

    /// <summary>The new record of an insert or replace.</summary>
    public object? Value { get; set; }

    /// <summary>The version that was read.</summary>
    public long Version { get; set; }

    public Instant? DueAt { get; set; }

    public long Delta { get; set; }

    public long Minimum { get; set; } = long.MinValue;

    public long Maximum { get; set; } = long.MaxValue;

    /// <summary>The entry after this change; a change that only guards leaves it as it is.</summary>
    internal StateEntry AppliedTo(StateEntry old) => Kind switch
    {
        StoreOperationKind.Add => new StateEntry(null, 1, checked(old.Number + Delta)),
        StoreOperationKind.Require => old,
        _ => new StateEntry(Value, old.Version + 1),
    };
}
